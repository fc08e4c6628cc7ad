"""Nobody orders treatment from themselves.

An order signed by the treating therapist or by the clinic is none: payers deny it as self-referral.

Source: handbook §6.4 REF-012. Certainty: G, so it warns until the office has confirmed it on sheet Rules.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Level, Lines, Mask, Rule, Severity


def self_referred(lines: Lines) -> Mask:
    """Find orders whose prescriber is the treating therapist or the clinic."""
    prescriber = lines["referral_prov_npi"]
    own = (prescriber == lines["therapist_npi"]) | (prescriber == lines["practice_npi"])
    return (own & prescriber.notna()).to_numpy(dtype=bool)


RULE = Rule(
    id="REF-012",
    title="Not self-referred",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.4",
    message="The referring provider is the treating provider or the clinic. Enter the doctor who ordered the"
    " treatment.",
    example="The NPI on the order is the therapist's own.",
    on_lines=self_referred,
    anchor="referrals",
    field="prov_npi",
    levels=(Level.PREVISIT, Level.VISIT),
)

"""CLM-007: a visit is set to be billed to somebody who takes no claims.

Why: such a visit would wait for ever. The bill is an invoice or, where the patient claims the money back, a
superbill. A lien is paid at the settlement and needs no claim: it is left alone.

Source: handbook §6.11, §5.1, §1.9 (pay type). Certainty: D.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Level, Lines, Mask, Rule, Severity


def takes_no_claims(lines: Lines) -> Mask:
    """Return the lines to be billed to a payer with submit method NONE or of type CASH."""
    none = lines.holds("payer_submit_method", "NONE") | lines.holds("payer_payer_type", "CASH")
    return none & lines.holds("coverage_pay_type", "INSURANCE") & lines.blank("claim_id")


RULE = Rule(
    id="CLM-007",
    title="payer takes claims",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.11, §5.1",
    message=(
        "This payer takes no claims. Make an invoice or superbill, "
        "and set the pay type of the coverage to CASH or SUPERBILL."
    ),
    example="A visit points to the row of a health savings account, with pay type INSURANCE.",
    on_lines=takes_no_claims,
    anchor="coverage",
    field="pay_type",
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)

"""COD-007: a code belongs to another profession, or to one payer's own list.

Why: 1044M is Washington L&I's own code for the attending provider, S8940 is treatment on a horse; neither
is massage, and a massage therapist who bills them is denied or asked for the money back. Others may bill
1044M, but only to Washington's state fund (the state of the accident, else that of the clinic, is WA).

Source: handbook §6.5, §2.1; L&I fee schedule policies (S19). Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

ATTENDING = "1044M"
NOT_MASSAGE = (ATTENDING, "S8940")


def not_massage(lines: Lines) -> Hits:
    """Return the lines with such a code that a massage therapist bills, or that go to another payer."""
    code = lines["code"]
    foreign = as_mask(code.isin(NOT_MASSAGE))
    if not foreign.any():
        return Hits(foreign)
    kind = lines["payer_payer_type"]
    by_therapist = lines.holds("therapist_provider_type", "LMT")
    state = lines["coverage_accident_state"].fillna(lines["practice_state"])
    elsewhere = as_mask((kind.notna() & (kind != "WC_STATE_FUND")) | (state.notna() & (state != "WA")))
    return Hits(foreign & (by_therapist | (as_mask(code == ATTENDING) & elsewhere)))


RULE = Rule(
    id="COD-007",
    title="code of massage therapists",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.1; L&I fee schedule policies (S19)",
    message="{code} is not a massage-therapist code. Ask the therapist which service was given.",
    example="A massage therapist bills 1044M to Washington L&I.",
    on_lines=not_massage,
    field="code",
)

"""COD-012: another provider treated the patient on the same day.

Why: soft-tissue work beside a chiropractor's adjustment of the same region is bundled into it (CARC 97,
B20), even across two clinics. A note that names its own region is what the appeal will rest on. Who
treated is told once for the day, on any of its lines.

Source: handbook §6.5; chiroeco.com, chiro.org (S11). Certainty: R.
"""

import pandas as pd

from xl_massbill.practice.groups import any_of, first_of, numbered
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

NOBODY = ("-", "0", "N", "N/A", "NA", "NO", "NOBODY", "NONE")


def beside_another(lines: Lines, codes: list[str]) -> Hits:
    """Return the lines with these codes on days on which another provider treated."""
    other = ~lines.blank("other_provider_same_day")
    if not other.any():
        return Hits(other)
    other &= ~as_mask(lines["other_provider_same_day"].str.upper().isin(NOBODY))
    day = numbered(lines["service_day"])
    mask = as_mask(lines["is_billable"]) & as_mask(lines["code"].isin(codes)) & any_of(day, other)
    return Hits(mask, at=pd.Series(first_of(numbered(lines["visit_id"], day), where=mask)))


RULE = Rule(
    id="COD-012",
    title="another provider the same day",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5; chiroeco.com, chiro.org (S11)",
    message=(
        "Another provider (e.g. chiropractor) treated on {dos}."
        " Make sure the note names the region and expect a bundling denial."
    ),
    example="The patient saw the chiropractor in the morning and has 97140 in the afternoon.",
    on_lines=beside_another,
    field="other_provider_same_day",
    params={"codes": ["97112", "97124", "97140"]},
)

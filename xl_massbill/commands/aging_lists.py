"""Lists of the rows behind the aging: of one figure, or of all that is old.

Source: handbook §10.3 (third: list of items of 91 days and more).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.lines import CREDITS, UNBILLED_BUCKET, chosen, older_than
from xl_massbill.aging.report import PAYER
from xl_massbill.book.amounts import dollars
from xl_massbill.claims.ledger import PATIENT
from xl_massbill.commands.aged import Aged
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused

_PATIENT = " (patient)"
_EVERYONE = ("", "total")
_NAMES = ("kind", "claim_id", "visit", "payer_id", "patient_id", "therapist_id", "claim_kind", "bucket")


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """Open items with what they are a list of."""

    title: str
    lines: pd.DataFrame

    @property
    def cents(self) -> int:
        """Return their sum."""
        return int(self.lines["cents"].sum())

    def as_json(self) -> dict[str, Any]:
        """Return the items as JSON values, money in cents."""
        rows = [
            {
                **{name: line[name] for name in _NAMES},
                "since": None if pd.isna(line["since"]) else line["since"].date().isoformat(),
                "days": None if pd.isna(line["days"]) else int(line["days"]),
                "cents": int(line["cents"]),
            }
            for line in self.lines.to_dict("records")
        ]
        return {"title": self.title, "total": self.cents, "count": len(rows), "rows": rows}

    def text(self) -> str:
        """Return the items, one a line, and their sum."""
        out = [self.title]
        for row in self.as_json()["rows"]:
            what = row["claim_id"] or row["visit"]
            days = "?" if row["days"] is None else row["days"]
            whose = f"{row['payer_id'] or 'no plan':10}{row['patient_id']:10}{row['therapist_id']:8}"
            money = f"{row['cents'] / 100:>12,.2f}"
            out.append(
                f"  {what:16}{row['kind']:11}{whose}{row['since'] or '':11}{days:>6}{money}  {row['bucket']}"
            )
        return "\n".join([*out, f"{counted(len(self.lines), 'row')}, ${dollars(self.cents)}."])


def behind(aged: Aged, by: str, figure: str) -> Listed:
    """Return the rows behind a figure, named as row/bucket; either may be left out; or Refused.

    The row is what the report by a key shows at its left: a payer's number, "Patients", "P001 (patient)". A
    bucket may also be ">90": what has been owed for more days than that.
    """
    whose, _, bucket = figure.partition("/")
    lines = _of_row(aged, by, whose)
    if bucket.startswith(">") and bucket[1:].strip().isdecimal():
        found = older_than(lines, int(bucket[1:]))
    else:
        buckets = (*aged.report.buckets.names, UNBILLED_BUCKET, CREDITS, "total", "")
        if bucket not in buckets:
            known = ", ".join(filter(None, (*buckets, ">90")))
            raise Refused(f"There is no bucket {bucket}: name one of {known}.")
        found = chosen(lines, by, "", bucket)
    title = f"Behind {whose or 'the total'}, {bucket or 'all buckets'}, as of {aged.report.as_of}"
    return Listed(f"{title} ({aged.basis}):", found)


def payer_of(words: str, names: Mapping[str, str]) -> str:
    """Return the number of a payer named by its number or its name; what is neither stays as it is."""
    wanted = words.strip().casefold()
    return next((i for i, name in names.items() if wanted in (i.casefold(), name.casefold())), words)


def _of_row(aged: Aged, by: str, whose: str) -> pd.DataFrame:
    lines = aged.lines()
    if whose.lower() in _EVERYONE:
        return lines
    if by == PAYER and whose.lower() == "patients":
        return lines[lines["kind"] == PATIENT]
    name = whose.removesuffix(_PATIENT)
    kinds = {PATIENT} if whose.endswith(_PATIENT) else {*lines["kind"]} - {PATIENT}
    key = "" if name == "unknown" else payer_of(name, aged.names) if by == PAYER else name
    known = {row.id for row in aged.report.tables[by]}
    if key not in known:
        raise Refused(f"The report has no row {whose}: {', '.join(sorted(filter(None, known))[:10])}.")
    return lines[(lines[by] == key) & lines["kind"].isin(kinds)]

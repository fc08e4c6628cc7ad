"""One cancelled line laid beside the visits for each order, approval and plan, on the day that is asked for.

It counts for nothing, but it sees what every visit would see: the window of its order, the period of its
plan, the cap of its day. So the ledger reads the same columns as the rules, and the two cannot disagree.

Source: handbook §1.10 (counting), §4.2 (window), §4.3 (periods).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from xl_massbill.book.workbook import Cell
from xl_massbill.practice.lines import Lines
from xl_massbill.practice.records import Records

PAPERS = {
    "auth": ("auths", "auth_id"),
    "referral": ("referrals", "referral_id"),
    "coverage": ("coverage", "coverage_id"),
}
"""The tables that allow treatment, by the prefix under which lines know them, with their keys."""


class Beside(NamedTuple):
    """The visit lines with one more for each paper; `at` tells for each prefix where these stand.

    `visits` is the number of lines of the sheet; of two papers with one number only the first has a line.
    """

    lines: Lines
    visits: int
    at: dict[str, dict[str, int]]


def beside(records: Records, as_of: dt.date) -> Beside:
    """Return the visits with a line for each paper of a patient."""
    rows: list[dict[str, Any]] = []
    visits, at = len(records["visits"]), dict[str, dict[str, int]]()
    for prefix, (table, key) in PAPERS.items():
        at[prefix] = {}
        sheet = records[table]
        plans = sheet["coverage_id"]
        for paper, patient, plan in zip(sheet[key], sheet["patient_id"], plans, strict=True):
            if paper is not None and paper not in at[prefix]:
                at[prefix][paper] = visits + len(rows)
                rows.append({"patient_id": patient, "coverage_id": plan, key: paper})
    more: dict[str, list[Cell]] = {
        "visit_id": [f"\N{BULLET}{n}" for n in range(len(rows))],
        "line_no": [1] * len(rows),
        "dos": [as_of] * len(rows),
        "status": ["CANCELLED"] * len(rows),
        **{
            name: [row.get(name) for row in rows]
            for name in ("patient_id", "coverage_id", "auth_id", "referral_id")
        },
    }
    return Beside(Lines(records.with_rows({"visits": more}) if rows else records, as_of), visits, at)

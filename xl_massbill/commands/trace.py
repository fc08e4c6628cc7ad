"""Beside an 837P file, where each of its segments comes from: claim, line, and row of sheet Visits.

A payer's 999 names a segment by its number in the transaction set; this list leads to the cell.

Source: handbook §8.2.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from xl_massbill.claims.claim import Claim
from xl_massbill.forms import x837p

HEADS = ("set", "segment_no", "segment", "claim_id", "line", "visits_row")


def write_trace(file: Path, claims: Iterable[Claim]) -> Path:
    """Write the list as CSV beside the file, blank where claims share a segment; return its path."""
    beside = file.with_suffix(".trace.csv")
    with beside.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADS)
        for one in x837p.trace(file, claims):
            line, row = one.line or "", one.row or ""
            rows.writerow((one.set_control, one.position, one.segment, one.claim_id, line, row))
    return beside

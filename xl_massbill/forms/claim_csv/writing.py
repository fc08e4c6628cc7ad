"""Claims into a CSV file for a clearinghouse's upload: one row a service line.

Comma, quotation marks where needed, CRLF, UTF-8 (RFC 4180). What a row cannot hold is refused, not dropped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from xl_massbill.claims.claim import Claim
from xl_massbill.forms.account import is_money, must_be_printable
from xl_massbill.forms.claim_csv.cells import guarded, plain
from xl_massbill.forms.claim_csv.columns import (
    COLUMNS,
    MOST_DIAGNOSES,
    MOST_MODIFIERS,
    MOST_POINTERS,
    cells,
)

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a file: the claims in order, the number of rows, the sum of the charges."""

    claim_ids: tuple[str, ...]
    rows: int
    total: Decimal


def write(claims: Iterable[Claim], out: BinaryIO, *, with_bom: bool = False) -> Written:
    """Write claims as CSV; `with_bom` for Excel, which otherwise takes the file for its old code page.

    Raises:
        ValueError: a claim has no lines, does not add up, or holds what a row cannot say.
    """
    ids: dict[str, None] = {}
    rows, total = 0, Decimal(0)
    out.write(_encoded([column.name for column in COLUMNS], BOM if with_bom else ""))
    for claim in claims:
        must_fit(claim)
        if (number := plain(claim.claim_id)) in ids:
            raise ValueError(f"Claim {claim.claim_id} stands twice.")
        out.writelines(_encoded([guarded(cell) for cell in cells(claim, line)]) for line in claim.lines)
        ids[number] = None
        rows += len(claim.lines)
        total += claim.total
    return Written(tuple(ids), rows, total)


def _encoded(row: list[str], before: str = "") -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return (before + text.getvalue()).encode("utf-8")


def must_fit(claim: Claim) -> None:
    """Check that the columns can say all of a claim.

    Raises:
        ValueError: with the number of the claim and what does not fit.
    """
    must_be_printable(claim)
    problem = ""
    if not plain(claim.claim_id):
        problem = "it has no number"
    elif len(claim.diagnoses) > MOST_DIAGNOSES:
        problem = f"it has more than {MOST_DIAGNOSES} diagnoses"
    elif others := _others(claim):
        problem = others
    elif claim.patient_paid is not None and (not is_money(claim.patient_paid) or claim.patient_paid < 0):
        problem = "what the patient paid is no amount of money"
    for line in claim.lines:
        if len(line.modifiers) > MOST_MODIFIERS or len(line.pointers) > MOST_POINTERS:
            problem = f"line {line.number} has more than four modifiers or pointers"
        elif not all(1 <= pointer <= len(claim.diagnoses) for pointer in line.pointers):
            problem = f"line {line.number} points to a diagnosis that is not there"
        elif line.units < 0 or (line.minutes or 0) < 0:
            problem = f"line {line.number} has units or minutes below zero"
    if problem:
        raise ValueError(f"Claim {claim.claim_id} does not go into a CSV file: {problem}.")


def _others(claim: Claim) -> str:
    """Return why the columns cannot hold the other payers of a claim: there is room for one that waits."""
    if any(other.paid is not None or other.answers for other in claim.other_payers):
        return "another payer's answer has no columns here; send it as 837P"
    if len(claim.other_payers) > 1:
        return f"there are columns for one of {len(claim.other_payers)} other plans; send it as 837P"
    return ""

"""Service lines that a payer denied, with the reason and the money: what the checks should have stopped.

Sheet Denials says it, one row a denied line; a line that only ClaimLines marks as denied counts by its first
reason that is a denial. A denial of a claim that was expected (to bill the next payer) is none.

Source: handbook §8.5 (denial test), §9.1, §10.8 (expected denials are left out).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from xl_massbill.practice.records import Records

NO_DENIAL = frozenset(
    "45 94 100 187 23 1 2 3 253 131 P12 P23 P24 P25 P26 144 237 59".split()  # noqa: SIM905 - reads as in §8.5
)
"""Reasons that only adjust a line."""


TO_PATIENT = "TO_PATIENT"
"""Type of the row of Payments by which a person has decided that the patient owes a denied amount."""
_OF = "PT-"


def to_patient_id(denial_id: str) -> str:
    """Return the number of that row: of each denial there is at most one."""
    return _OF + denial_id


def moved_to_patient(records: Records) -> set[str]:
    """Return the denials whose amount stands on Payments as the patient's, so that pr_total holds it."""
    sheet = records["payments"]
    rows = zip(sheet["payment_id"], sheet["row_type"], strict=True)
    return {str(number).removeprefix(_OF) for number, kind in rows if kind == TO_PATIENT}


def lifted(records: Records) -> set[int]:
    """Return the positions of the rows of Denials that stand no more.

    The payer has paid the line since or taken its answer back (ClaimLines says N; a blank says nothing), or
    a later remittance denies the same line anew, in a row of its own.
    """
    lines, sheet = records["claim_lines"], records["denials"]
    said: dict[Any, set[Any]] = {}
    for claim, line, is_denied in zip(
        *(lines[n].tolist() for n in ("claim_id", "line_no", "denied")), strict=True
    ):
        for key in ((claim, line), (claim, None)):
            said.setdefault(key, set()).add(is_denied if isinstance(is_denied, bool) else None)
    found: set[int] = set()
    last: dict[Any, tuple[Any, list[int]]] = {}
    rows = zip(*(sheet[n].tolist() for n in ("claim_id", "line_no", "remit_id")), strict=True)
    for at, (claim, line, remit) in enumerate(rows):
        key = claim, (line if isinstance(line, int) else None)
        if said.get(key) == {False}:
            found.add(at)
        before, own = last.get(key, (remit, []))
        if before != remit:
            found.update(own)
            own = []
        last[key] = remit, [*own, at]
    return found


class Denied(NamedTuple):
    """One denied line; `carc` is "" where nobody knows the reason, `amount` in cents."""

    claim_id: str
    line_no: int
    carc: str
    amount: int


def denied_lines(records: Records) -> list[Denied]:
    """Return the denied lines in the order of their sheets, each once."""
    expected = _expected(records)
    found: dict[tuple[str, int], Denied] = {}
    for denied in (*_of_denials(records), *_of_claim_lines(records)):
        if denied.claim_id not in expected:
            found.setdefault((denied.claim_id, denied.line_no), denied)
    return list(found.values())


def _expected(records: Records) -> set[str]:
    claims = records["claims"]
    flags = claims["expected_denial"].fillna(False)
    return {str(c) for c, flag in zip(claims["claim_id"], flags, strict=True) if c is not None and flag}


def _of_denials(records: Records) -> Iterator[Denied]:
    sheet = records["denials"]
    names = ("claim_id", "line_no", "carc", "amount")
    for claim, line, carc, amount in zip(*(sheet[name].tolist() for name in names), strict=True):
        if claim is not None:
            yield Denied(str(claim), _whole(line), str(carc or ""), _whole(amount))


def _of_claim_lines(records: Records) -> Iterator[Denied]:
    sheet = records["claim_lines"]
    names = ("claim_id", "line_no", "denied", "carc_list", "charge")
    for claim, line, is_denied, carcs, charge in zip(*(sheet[name].tolist() for name in names), strict=True):
        if claim is not None and is_denied is True:  # a blank is missing, neither true nor false
            reason = next((carc for carc in carcs or () if carc not in NO_DENIAL), "")
            yield Denied(str(claim), _whole(line), str(reason), _whole(charge))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0

"""The handbook's 835 files typed as rows of Remits, Payments and PLB: a SVC is a PAY row, a CAS triple an ADJ row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parent / "answers"
Row = dict[str, Any]


def typed(name: str, remit_id: str = "RM1", payer_id: str = "EHP01") -> dict[str, list[Row]]:
    """Return the rows of one file."""
    segments = (ANSWERS / name).read_text(encoding="ascii").replace("\n", "").split("~")
    found = {tag: e for tag, *e in (s.split("*") for s in segments) if tag in {"BPR", "TRN"}}
    pay, trace = found["BPR"], found["TRN"]
    remit: Row = {"remit_id": remit_id, "source": "835", "payer_id": payer_id, "check_eft_no": trace[1]}
    remit |= {"amount": float(pay[1]), "method": pay[3], "payment_date": _day(pay[15])}
    payments: list[Row] = []
    claim: Row = {}
    lines: list[list[Row]] = []
    for tag, *e in (s.split("*") for s in segments):
        if tag == "CLP":
            claim = {"remit_id": remit_id, "claim_id": e[0], "clp_status": e[1], "icn": e[6]}
            claim |= {"clp_charge": float(e[2]), "clp_paid": float(e[3]), "clp_pr": _money(e[4])}
            claim["is_reversal"] = e[1] == "22"
            lines = []
        elif tag in {"SVC", "CAS"}:
            own = [_service(claim, e)] if tag == "SVC" else list(_adjustments(claim, e))
            lines = [own] if tag == "SVC" else [*lines, own]
            payments += own
        elif lines:
            _complete([row for part in lines for row in part], tag, e)
    for number, row in enumerate(payments, 1):
        row["payment_id"] = f"{remit_id}-{number}"
    return {"remits": [remit], "payments": payments, "plb": []}


def _service(claim: Row, e: list[str]) -> Row:
    code, *mods = e[0].split(":")[1:]
    pay = {"row_type": "PAY", "code": code, "mods": " ".join(mods) or None}
    return {**claim, **pay, "charge": float(e[1]), "paid": float(e[2])}


def _adjustments(claim: Row, e: list[str]) -> Iterator[Row]:
    for at in range(1, len(e), 3):
        yield {**claim, "row_type": "ADJ", "group": e[0], "carc": e[at], "adj_amount": float(e[at + 1])}


def _complete(line: list[Row], tag: str, e: list[str]) -> None:
    """Put what stands after a service line on its rows: its number, and what was allowed."""
    if tag == "REF" and e[0] == "6R":
        for row in line:
            row["line_no"] = int(e[1].rpartition("-")[2])
    elif tag == "AMT" and e[0] == "B6":
        line[0]["allowed"] = float(e[1])


def _day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%Y%m%d").date()


def _money(text: str) -> float | None:
    return float(text) if text else None

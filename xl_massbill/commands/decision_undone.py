"""What a decision about a denied line changed, put back: its row of Payments, the claim, the office's cells.

Source: handbook §9.1, §11.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.booking import cell_of
from xl_massbill.claims.denials.deeds import write_denial
from xl_massbill.claims.denials.rows import Denial
from xl_massbill.claims.follow_up import OWNER, add
from xl_massbill.claims.keeping import put_back
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells
from xl_massbill.remits.post_cells import figures_of
from xl_massbill.remits.post_write import remove


def standing(records: Records, claim_id: str) -> dict[str, Any]:
    """Return the figures and the state of a claim in cents and ISO days; empty if it is gone."""
    if claim_id not in records.index("claims", "claim_id"):
        return {}
    found = figures_of(records, [claim_id], [])["claims"][claim_id]
    return dict(found)


def decided_cells(denial: Denial) -> dict[str, Any]:
    """Return what stands in the office's cells of a decision, in the form of the journal."""
    return {
        "decision": denial.decision.value if denial.decision else None,
        "decided_on": denial.decided_on.isoformat() if denial.decided_on else None,
        "decided_by": denial.decided_by or None,
    }


def take_back(
    workbook: Workbook, records: Records, denial_id: str, detail: Mapping[str, Any]
) -> dict[str, Any]:
    """Write that a decision was taken back (not yet saved) and return what the journal keeps of it."""
    claim = detail["claim"]
    kinds = {field.name: field.kind for field in TABLES["claims"].fields()}
    before = standing(records, claim)["status"]
    cells = {name: cell_of(kinds[name], value) for name, value in detail["figures"].items()}
    put_back(workbook, records, {claim: cells})
    if detail["payment_id"]:
        remove(workbook, records, {"payments": {detail["payment_id"]}}, key="payment_id")
    write_denial(workbook, records, denial_id, detail)
    words = f"the decision about denial {denial_id} was taken back"
    row = {"claim_id": claim, "created_on": dt.date.fromisoformat(detail["on"]), "type": "NOTE"}
    add(workbook, records, [row | {"reason": words, "owner": OWNER, "next_action": words}], detail["by"])
    after = detail["figures"].get("status")
    moves = {f"{before} to {after}": [claim]} if before != after else {}
    return {"by": detail["by"], "why": detail["why"], "moves": moves}


def is_booked(records: Records, detail: Mapping[str, Any]) -> bool:
    """Return whether the row of Payments that was to go is still there."""
    number = detail["payment_id"]
    return bool(number) and Cells(records).at("payments", number) is not None

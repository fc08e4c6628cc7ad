"""Why the aging of one day differs from that of another: figure by figure, the items behind it with reasons.

The reasons of a figure sum up to its change, to the cent. An item that is in another bucket leaves the one
with its old amount and comes into the other with it; what changed its amount is told in the new bucket.

Source: handbook §10.1-10.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from xl_massbill.aging.lines import CREDITS, UNBILLED_BUCKET
from xl_massbill.claims.ledger import INSURANCE, PATIENT, UNBILLED

Reasons = Mapping[tuple[str, str], list[tuple[str, int]]]
_UNKNOWN = "not told by the journal"


class Cell(NamedTuple):
    """One figure: owed by insurers or patients, of which payer, in which bucket."""

    owed_by: str
    payer_id: str
    bucket: str


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """Why one item changed a figure, in cents; `visit` is the line of Visits where there is no claim.

    `is_move` says that it only went from one figure to another: both steps add up to nothing.
    """

    claim_id: str
    visit: str
    reason: str
    cents: int
    is_move: bool = False

    def __repr__(self) -> str:
        """Show which claim and why."""
        return f"Step({self.claim_id or self.visit}, {self.reason}, {self.cents})"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure on both days in cents, and all that made it differ."""

    cell: Cell
    before: int
    after: int
    steps: tuple[Step, ...]

    @property
    def cents(self) -> int:
        """Return by how much it grew."""
        return self.after - self.before


class _Item(NamedTuple):
    cell: Cell
    cents: int
    claim_id: str
    visit: str
    kind: str


def changes(before: pd.DataFrame, after: pd.DataFrame, reasons: Reasons) -> list[Change]:
    """Return every figure that has lines on either day, those that changed most first.

    `before` and `after` are lines of the aging (`aging.lines`), `reasons` why balances of claim families
    changed between them, by kind and first claim.
    """
    was, now = _items(before), _items(after)
    steps: dict[Cell, list[Step]] = {}
    for key in dict.fromkeys([*was, *now]):
        for cell, step in _steps(was.get(key), now.get(key), reasons.get(key, [])):
            steps.setdefault(cell, []).append(step)
    sums = [_sums(items.values()) for items in (was, now)]
    cells = dict.fromkeys([*sums[0], *sums[1]])
    found = [
        Change(cell, sums[0].get(cell, 0), sums[1].get(cell, 0), tuple(steps.get(cell, ()))) for cell in cells
    ]
    return sorted(found, key=lambda one: (-abs(one.cents), one.cell))


def _items(lines: pd.DataFrame) -> dict[tuple[str, str], _Item]:
    """Return the lines by kind and first claim, or visit line."""
    found: dict[tuple[str, str], _Item] = {}
    names = ("kind", "payer_id", "bucket", "cents", "claim_id", "root_id", "visit")
    for kind, payer, bucket, cents, claim, root, visit in zip(*(lines[n] for n in names), strict=True):
        owed_by = INSURANCE if kind == UNBILLED else str(kind)
        item = _Item(Cell(owed_by, str(payer), str(bucket)), int(cents), str(claim), str(visit), str(kind))
        key = (item.kind, str(root) or str(visit))
        while key in found:  # a number that stands on sheet Claims twice
            key = (key[0], key[1] + "+")
        found[key] = item
    return found


def _sums(items: Any) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for item in items:
        found[item.cell] = found.get(item.cell, 0) + item.cents
    return found


def _steps(was: _Item | None, now: _Item | None, told: list[tuple[str, int]]) -> Iterator[tuple[Cell, Step]]:
    """Yield why an item changes its figure, or the one it left and the one it came into."""
    item = now or was
    assert item is not None
    moved = was is not None and now is not None and was.cell != now.cell
    if was and now and moved:
        out, into = _move(was.cell, now.cell)
        yield was.cell, Step(now.claim_id, now.visit, out, -was.cents, is_move=True)
        yield now.cell, Step(now.claim_id, now.visit, into, was.cents, is_move=True)
    change = (now.cents if now else 0) - (was.cents if was else 0)
    if not item.claim_id:
        told = [(_of_visit(item, is_new=was is None, is_gone=now is None), change)]
    rest = change - sum(cents for _, cents in told)
    for reason, cents in [*told, (_UNKNOWN, rest)]:
        if cents:
            yield item.cell, Step(item.claim_id, item.visit, reason, cents)


def _move(was: Cell, now: Cell) -> tuple[str, str]:
    if was.payer_id != now.payer_id:
        return "now with another payer", "from another payer"
    if CREDITS in (was.bucket, now.bucket):
        return "became a credit" if now.bucket == CREDITS else "is no credit any more", f"from {was.bucket}"
    is_older = _order(now.bucket) > _order(was.bucket)
    words = "moved up by age" if is_older else "counts from a later day now"
    return f"{words} to {now.bucket}", f"{words} from {was.bucket}"


def _order(bucket: str) -> int:
    return int(bucket.split("-", maxsplit=1)[0].rstrip("+")) if bucket[0].isdigit() else -1


def _of_visit(item: _Item, *, is_new: bool, is_gone: bool) -> str:
    if item.kind == PATIENT:
        return (
            "new visit that the patient pays"
            if is_new
            else "paid by the patient"
            if is_gone
            else "price or payment"
        )
    assert item.cell.bucket == UNBILLED_BUCKET
    return "new visit" if is_new else "billed, or not to be billed" if is_gone else "price or payment changed"

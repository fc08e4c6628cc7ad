"""An entry of the journal in plain words, and as a row of sheet AuditLog.

Source: handbook §11.5 (columns; who, what, when, to which batch, claim or remittance, and why).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.workbook import Cell
from xl_massbill.claims.journal import Event
from xl_massbill.commands.words import counted

_KINDS = (
    # the first word of the entry's action that fits: action and sheet of AuditLog
    ("claims stand", "STATUS", ""),
    ("export", "EXPORT", "Batches"),
    ("batch", "STATUS", "Batches"),
    ("claim", "STATUS", "Claims"),
    ("rule", "OVERRIDE", "Rules"),
    ("post", "POST", "Remits"),
    ("remit", "POST", "Remits"),
    ("acknowledge", "STATUS", "Claims"),
    ("inquiry", "EXPORT", "BenefitChecks"),
    ("benefits", "UPDATE", "Coverage"),
    ("denial", "STATUS", "Denials"),
    ("appeal", "STATUS", "Denials"),
    ("reference", "IMPORT", ""),
    ("list", "IMPORT", ""),
    ("file", "IMPORT", ""),
)
_UNSAID = frozenset(
    {"why", "reason", "by", "moves", "event", "settled", "print", "lines", "mark", "before", "after"}
)
_MONEY = frozenset({"total_charge", "charge", "paid", "amount", "balance", "cents"})
"""Names of values that are cents."""
_FEW, _SPAN = 4, 60


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words, and its cells by the columns of AuditLog (hashes apart)."""

    event: Event
    words: str
    cells: Mapping[str, Cell]

    def line(self) -> str:
        """Return the entry as a line for the terminal."""
        event = self.event
        who = f" by {self.cells['user']}" if self.cells["user"] else ""
        why = f" ({self.cells['reason']})" if self.cells["reason"] else ""
        return f"{event.seq:6}  {event.at:%Y-%m-%d %H:%M}  {event.subject}: {self.words}{who}{why}"

    def as_json(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        event = self.event
        return {
            "seq": event.seq,
            "at": event.at.isoformat(),
            "user": self.cells["user"],
            "machine": event.machine,
            "version": event.version,
            "action": event.action,
            "subject": event.subject,
            "words": self.words,
            "reason": self.cells["reason"],
            "detail": dict(event.detail),
        }


def told(event: Event) -> Told:
    """Return an entry in words."""
    kind, sheet = _kind(event.action)
    detail = event.detail
    particulars = ", ".join(_particulars(detail))
    words = f"{event.action}: {particulars}" if particulars else event.action
    return Told(event, words, _cells(event, kind, sheet, words))


def _kind(action: str) -> tuple[str, str]:
    for word, kind, sheet in _KINDS:
        if word in action:
            return kind, sheet
    return "UPDATE", ""


def _cells(event: Event, kind: str, sheet: str, words: str) -> dict[str, Cell]:
    detail = event.detail
    moves = list(detail["moves"]) if isinstance(detail.get("moves"), Mapping) else []
    before, _, after = moves[0].partition(" to ") if len(moves) == 1 else ("", "", "")
    why = detail.get("why") or detail.get("reason")
    return {
        "seq": event.seq,
        "timestamp_utc": event.at,
        "user": str(detail.get("by") or event.user) or None,
        "machine": event.machine or None,
        "action": kind,
        "sheet": sheet or None,
        "row_key": event.subject,
        "field": "status" if after else None,
        "old_value": before or None,
        "new_value": after or words,
        "reason": str(why) if why else None,
        "batch_id": event.subject if sheet == "Batches" else None,
        "claim_id": event.subject if sheet == "Claims" else _one(detail.get("claim_id")),
        "remit_id": event.subject if sheet == "Remits" else _one(detail.get("remit_id")),
        "program_version": event.version or None,
        "rule_set_version": event.version or None,
    }


def _one(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _particulars(detail: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an entry holds: short values as they are, long lists as counts, money in dollars."""
    moves = detail.get("moves")
    if isinstance(moves, Mapping):
        yield from (f"{counted(len(claims), 'claim')} {move}" for move, claims in moves.items())
    batch = detail.get("batch")
    if isinstance(batch, Mapping):
        yield f"{batch.get('kind', '')} {counted(int(batch.get('n_claims') or 0), 'claim')}"
        yield from _particular("total_charge", batch.get("total_charge", 0))
        yield from _particular("file", batch.get("file_name", ""))
        return
    for name, value in detail.items():
        if name not in _UNSAID and value not in ("", None, [], {}):
            yield from _particular(name, value)


def _particular(name: str, value: object) -> Iterator[str]:
    words = name.replace("_", " ")
    if isinstance(value, Mapping):
        plain = {k: v for k, v in value.items() if isinstance(v, str | int | float) and v not in ("", None)}
        if len(plain) == len(value) <= _FEW:
            yield from (f"{key} {_short(v)}" for key, v in plain.items())
        else:
            yield f"{words} {len(value):,}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield f"{words} {len(value):,}"
    elif name in _MONEY and isinstance(value, int):
        yield f"{words} ${value / 100:,.2f}"
    else:
        yield f"{words} {_short(value)}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SPAN else f"{text[:12]}…"

"""Acknowledged warnings: a name, a day and a reason, kept by identity until the row changes.

So they survive sorting and re-running. An error cannot be waived; it must be mended. A reason has at least
ten characters. Once the row has changed, the reason may no longer hold: the warning comes back, and says who
had acknowledged it and why. A warning can also be put off until a day; its claim waits all the same.

Source: handbook §1.16, §6 (severities).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.column import Owner
from xl_massbill.book.finding import Finding, Severity
from xl_massbill.book.kinds import written
from xl_massbill.book.sheet import Sheet
from xl_massbill.practice import Records

SHORTEST_REASON = 10
Identity = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What the Findings sheet already says about a finding."""

    first_seen: Any
    state: str
    acknowledged_by: str | None
    acknowledged_on: Any
    reason: str | None
    snoozed_until: Any
    row_print: str | None
    row: dict[str, Any]

    @property
    def holds(self) -> bool:
        """Return whether somebody has acknowledged it with a name and a reason."""
        return bool(self.acknowledged_by) and len((self.reason or "").strip()) >= SHORTEST_REASON


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of the findings of a run: acknowledged, put off, or back because their row has changed."""

    waived: frozenset[Identity] = frozenset()
    snoozed: frozenset[Identity] = frozenset()
    lapsed: frozenset[Identity] = frozenset()
    prints: Mapping[Identity, str] = field(default_factory=dict)


def known(records: Records) -> dict[Identity, Known]:
    """Return what the Findings sheet holds, by identity (rule, row key, field)."""
    sheet = records["findings"]
    names = list(sheet.table.model_fields)
    columns = [sheet[n].astype(object).where(sheet[n].notna(), None) for n in names]
    found: dict[Identity, Known] = {}
    for values in zip(*columns, strict=True):
        row = dict(zip(names, values, strict=True))
        if row["rule_id"] is None:
            continue
        identity = (str(row["rule_id"]), str(row["row_key"] or ""), str(row["field"] or ""))
        found[identity] = Known(
            first_seen=row["first_seen"],
            state=str(row["state"] or "OPEN"),
            acknowledged_by=row["acknowledged_by"],
            acknowledged_on=row["acknowledged_on"],
            reason=row["ack_reason"],
            snoozed_until=days(row["snoozed_until"]),
            row_print=row["row_print"],
            row=row,
        )
    return found


def stand(
    findings: Iterable[Finding], records: Records, already: Mapping[Identity, Known], as_of: dt.date
) -> Standing:
    """Return which findings are acknowledged, put off, or back after their row has changed."""
    waived, snoozed, lapsed = set(), set(), set()
    prints: dict[Identity, str] = {}
    for finding in findings:
        identity = finding.identity
        entry = already.get(identity)
        if finding.severity is Severity.WARNING:
            prints[identity] = row_print(records[finding.place.source], finding.place.line)
        if entry is None or finding.severity is Severity.ERROR:
            continue
        if entry.holds and finding.severity is Severity.WARNING and _was_another(entry, prints[identity]):
            lapsed.add(identity)
        elif entry.holds and finding.severity is Severity.WARNING:
            waived.add(identity)
        elif entry.snoozed_until is not None and entry.snoozed_until > as_of:
            snoozed.add(identity)
    return Standing(frozenset(waived), frozenset(snoozed), frozenset(lapsed), prints)


def _was_another(entry: Known, now: str) -> bool:
    """Return whether the row has changed since a run first took note of the acknowledgement."""
    return entry.state == "ACKNOWLEDGED" and entry.row_print is not None and entry.row_print != now


def row_print(sheet: Sheet, line: int) -> str:
    """Return a short fingerprint of what people typed in a worksheet row; "" where there is no such row."""
    at = int(np.searchsorted(sheet.rows, line))
    if at == len(sheet) or sheet.rows[at] != line:
        return ""
    names = [f.name for f in sheet.table.owned_by(Owner.PERSON)] or list(sheet.table.facts.key)
    row = sheet.positions[at]
    cells = [sheet.grid.columns[sheet.match.at[name]][row] for name in names if not sheet.lacks(name)]
    text = "\x1f".join([sheet.table.facts.name, *("" if c is None else written(c).strip() for c in cells)])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def days(value: Any) -> Any:
    """Return a timestamp of a frame as a plain date, for a cell."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()

"""Acknowledged warnings: a name, a day and a reason, kept by identity.

So they survive sorting and re-running.
An error cannot be waived; it must be mended. A reason has at least ten characters.

Source: handbook §1.16, §6 (severities).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.book.finding import Finding, Severity
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
    row: dict[str, Any]

    @property
    def holds(self) -> bool:
        """Return whether somebody has acknowledged it with a name and a reason."""
        return bool(self.acknowledged_by) and len((self.reason or "").strip()) >= SHORTEST_REASON


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
            row=row,
        )
    return found


def acknowledged(already: dict[Identity, Known]) -> frozenset[Identity]:
    """Return the identities that somebody has acknowledged."""
    return frozenset(identity for identity, entry in already.items() if entry.holds)


def is_open(finding: Finding, waived: frozenset[Identity]) -> bool:
    """Return whether a finding still asks for something."""
    return finding.severity is not Severity.WARNING or finding.identity not in waived


def days(value: Any) -> Any:
    """Return a timestamp of a frame as a plain date, for a cell."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()

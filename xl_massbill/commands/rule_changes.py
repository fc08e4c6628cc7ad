"""What the office decides about rules, noted in the journal: severity, limits, confirmation, who and when.

Source: handbook §1.17, §11.5 (each change of rules is in the audit trail).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import Setting, rule, settings

DECIDED = "rule decided"


def note_changes(workbook: Workbook, records: Records, now: dt.datetime, user: str) -> list[str]:
    """Note in the journal which rules the office has decided on anew; return their ids.

    A workbook without a file has no journal, and one in which everything is as shipped needs none.
    """
    if not workbook.path:
        return []
    decided = {i: _plain(s) for i, s in settings(records).items() if _differs(i, s)}
    folder = Folder.of(workbook.path)
    if not decided and not folder.journal.exists():
        return []
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        before: dict[str, Mapping[str, Any]] = {e.subject: e.detail for e in journal.events(DECIDED)}
        news = {i: d for i, d in decided.items() if before.get(i) != d}
        news |= {i: {} for i, d in before.items() if d and i not in decided}
        for rule_id, detail in news.items():
            journal.record(DECIDED, rule_id, detail, now)
    if news:
        _mark(workbook, records, set(news), now.date(), user)
    return sorted(news)


def _differs(rule_id: str, setting: Setting) -> bool:
    """Return whether a rule is not as shipped."""
    try:
        shipped = dict(rule(rule_id).params)
    except KeyError:
        shipped = {}
    params = {k: v for k, v in setting.params.items() if shipped.get(k) != v}
    return bool(setting.severity or not setting.enabled or setting.confirmed or params)


def _plain(setting: Setting) -> dict[str, Any]:
    return {
        "severity": setting.severity.value if setting.severity else "",
        "enabled": setting.enabled,
        "confirmed": setting.confirmed,
        "params": dict(setting.params),
    }


def _mark(workbook: Workbook, records: Records, changed: set[str], day: dt.date, user: str) -> None:
    sheet = records["rules"]
    if sheet.lacks("changed_on") or sheet.lacks("changed_by"):
        return
    height = sheet.grid.height
    by = list(sheet.grid.columns[sheet.match.at["changed_by"]])[:height]
    on = list(sheet.grid.columns[sheet.match.at["changed_on"]])[:height]
    for position, rule_id in zip(sheet.positions.tolist(), sheet["rule_id"], strict=True):
        if rule_id in changed:
            by[position], on[position] = user or None, day
    workbook.write("rules", {"changed_by": by, "changed_on": on})

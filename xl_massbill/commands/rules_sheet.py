"""The Rules sheet: the catalogue as its rows, and after each check what every rule has found and prevented.

What the office decides there (severity, limits, confirmation) is the office's; a rule that came with a newer
version of the program is added below.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence

from xl_massbill.book.finding import Finding
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.practice import Records
from xl_massbill.practice.denied import denied_lines
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.prevented import Toll, covers, prevented_by, tolls
from xl_massbill.rules.waive import Identity

COUNTED = ("open_now", "acknowledged_now", "denials", "denied_amount")


def rule_rows() -> list[dict[str, Cell]]:
    """Return one row a rule, in the order of the catalogue."""
    return [
        {
            "rule_id": rule.id,
            "group": rule.group,
            "title": rule.title,
            "severity_default": rule.severity.value,
            "enabled": "Y",
            "params": json.dumps(dict(rule.params)) if rule.params else None,
            "certainty": rule.certainty,
            "source": rule.source,
            "fix_hint": rule.hint or None,
            "message_template": rule.message,
            "payer_scope": "*",
        }
        for rule in rules()
    ]


def refresh(
    workbook: Workbook, records: Records, findings: Sequence[Finding], waived: Collection[Identity]
) -> None:
    """Add rules that the sheet lacks and write what each has found; an older sheet keeps its columns."""
    sheet = records["rules"]
    if not sheet.present or any(sheet.lacks(name) for name in ("rule_id", *COUNTED)):
        return
    known = {str(rule_id) for rule_id in sheet["rule_id"] if rule_id is not None}
    more = [row for row in rule_rows() if row["rule_id"] not in known]
    if more and not any(sheet.lacks(name) for name in more[0]):
        workbook.append("rules", {name: [row[name] for row in more] for name in more[0]})
        records.forget("rules")
        sheet = records["rules"]
    workbook.write("rules", _counts(sheet, records, findings, waived))


def _counts(
    sheet: Sheet, records: Records, findings: Sequence[Finding], waived: Collection[Identity]
) -> dict[str, list[Cell]]:
    acknowledged = Counter(f.rule for f in findings if f.identity in waived)
    still_open = Counter(f.rule for f in findings if f.identity not in waived)
    stopped = tolls(denied_lines(records), prevented_by(records))
    out: dict[str, list[Cell]] = {name: [None] * sheet.grid.height for name in COUNTED}
    for position, rule_id in zip(sheet.positions.tolist(), sheet["rule_id"], strict=True):
        if rule_id is None:
            continue
        toll = _toll(str(rule_id), stopped)
        counts = (still_open[rule_id], acknowledged[rule_id], toll.lines)
        for name, count in zip(COUNTED, counts, strict=False):
            out[name][position] = count or None
        out["denied_amount"][position] = toll.cents / 100 if toll.lines else None
    return out


def _toll(rule_id: str, stopped: dict[str, Toll]) -> Toll:
    hit = [toll for pattern, toll in stopped.items() if covers(pattern, rule_id)]
    return Toll(sum(toll.lines for toll in hit), sum(toll.cents for toll in hit))

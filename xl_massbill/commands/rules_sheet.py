"""The rule catalogue as the first rows of the Rules sheet."""

from __future__ import annotations

import json

from xl_massbill.book.workbook import Cell
from xl_massbill.rules.catalogue import rules


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

"""Run a table rule: ask it of each table, word its hits, and say which visit lines they concern.

Source: handbook §6 (a finding is found again by rule, row key and field), §1.16.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from xl_massbill.book.column import Need
from xl_massbill.book.finding import Finding
from xl_massbill.book.place import Place
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.practice import Lines
from xl_massbill.practice.lines import JOINS
from xl_massbill.rules.catalogue import Setting
from xl_massbill.rules.rule import CellHit, Question, Rule
from xl_massbill.rules.wording import fill, say

TABLE_PREFIX = {table: prefix for prefix, (table, _, _) in JOINS.items()}


def run_on_tables(
    rule: Rule, setting: Setting, question: Question
) -> Iterator[tuple[Finding, Sequence[int]]]:
    """Yield what a table rule finds, each with the positions of the visit lines it concerns."""
    if rule.on_tables is None:
        return
    for name in rule.tables or tuple(TABLES):
        if name not in question.records.workbook.tables():
            continue
        for hit in rule.on_tables(question.records[name], question):
            lines = hit.lines
            if lines is None:
                lines = () if hit.index < 0 else lines_at(question.lines, hit.table, (hit.index,))
            yield _worded(rule, setting, hit, question.records[hit.table]), lines


def lines_at(lines: Lines, table: str, positions: Sequence[int]) -> Sequence[int]:
    """Return the visit lines that records of a table concern: themselves, or those that point to them."""
    if table == "visits":
        return positions
    if table == "practice":
        return range(len(lines)) if 0 in positions else ()  # the first row is the clinic that bills
    prefix = TABLE_PREFIX.get(table)
    return () if prefix is None else np.flatnonzero(np.isin(lines.position(prefix), positions)).tolist()


def _worded(rule: Rule, setting: Setting, hit: CellHit, sheet: Sheet) -> Finding:
    field = sheet.table.field(hit.field) if hit.field in sheet.table.model_fields else None
    row = int(sheet.rows[hit.index]) if hit.index >= 0 else max(sheet.grid.first_row - 1, 1)
    words = {name: say(value, None) for name, value in hit.values.items()}
    words.setdefault("column", field.column.title if field else hit.field)
    words.setdefault("sheet", sheet.table.facts.excel)
    words.setdefault("row", str(row))
    return Finding(
        rule=rule.id,
        severity=setting.grade(rule, hit.severity),
        place=Place(hit.table, row, hit.field),
        key=hit.key or _key(sheet, hit.index, row),
        field=hit.field,
        found=words.get("v", ""),
        expected=words.get("expected", ""),
        message=fill(hit.message or rule.message, lambda name: words.get(name, "")),
    )


def _key(sheet: Sheet, index: int, row: int) -> str:
    """Return the key by which the finding is found again; a row without one of its own goes by its place."""
    if index < 0:
        return sheet.table.facts.name
    key = str(sheet.keys()[index])
    required = [k for k in sheet.table.facts.key if sheet.table.field(k).column.need is Need.REQUIRED]
    unsure = bool(sheet.repeats[index]) or any(pd.isna(sheet[k].iloc[index]) for k in required)
    return f"{key} (row {row})".lstrip() if unsure else key

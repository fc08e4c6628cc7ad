"""What the drop-downs offer: choices on a hidden sheet, ids through names that grow with their tables.

A list typed into a validation is matched letter by letter; one that stands in cells also takes "done" for
DONE, and has no limit of 255 characters. So all choices stand in cells.

Source: Microsoft, "Create a drop-down list", "Data validation"; ECMA-376 part 1, §18.3.1.32.
"""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from xl_massbill.book.column import Field, Kind
from xl_massbill.book.table import Table
from xl_massbill.template.references import column, list_name

SHEET = "Lists"
YES_NO = ("Y", "N")


class Lists:
    """The hidden sheet of choices; lists that are alike share a column."""

    def __init__(self, workbook: Workbook, tables: Mapping[str, type[Table]]) -> None:
        self._workbook = workbook
        self._tables = tables
        self._sheet = workbook.create_sheet(SHEET)
        self._sheet.sheet_state = "veryHidden"
        self._places: dict[tuple[str, ...], str] = {}
        self._names: set[str] = set()

    def of(self, field: Field) -> str | None:
        """Return the formula of a column's drop-down; None if it offers nothing."""
        if field.column.refers_to:
            return self._ids(field.column.refers_to)
        choices = YES_NO if field.kind is Kind.YES_NO else field.column.choices
        return self._range(choices) if choices else None

    def _ids(self, refers_to: str) -> str | None:
        table, _, name = refers_to.partition(".")
        if table not in self._tables:
            return None
        target = self._tables[table]
        if table not in self._names:
            self._names.add(table)
            self._workbook.defined_names.add(DefinedName(list_name(target), attr_text=column(target, name)))
        return list_name(target)

    def _range(self, choices: tuple[str, ...]) -> str:
        if choices not in self._places:
            letter = get_column_letter(len(self._places) + 1)
            for row, choice in enumerate(choices, 1):
                self._sheet[f"{letter}{row}"] = choice
                self._sheet[f"{letter}{row}"].number_format = "@"
            self._places[choices] = f"{quote_sheetname(SHEET)}!${letter}$1:${letter}${len(choices)}"
        return self._places[choices]

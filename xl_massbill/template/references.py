"""References to tables as a workbook file writes them: Visits[Status], and places on a sheet.

In a file the form differs from what Excel shows in the formula bar, and some signs in a heading are
escaped; LibreOffice reads this form, too.

Source: ECMA-376 part 1, §18.17 (formulas); Microsoft's page "Using structured references" (escapes).
"""

from __future__ import annotations

import re

from xl_massbill.book.table import Table

LAST_ROW = 1_048_576

_SPECIAL = re.compile(r"[\[\]#']")


def column(table: type[Table], name: str) -> str:
    """Return the reference to a whole column of a table, such as Visits[Status]."""
    title = _SPECIAL.sub(r"'\g<0>", table.field(name).column.title)
    return f"{table.facts.excel}[{title}]"


def place(table: type[Table], row: int = 1) -> str:
    """Return the place on a sheet to which a link jumps."""
    return f"'{table.facts.excel}'!A{row}"


def list_name(table: type[Table]) -> str:
    """Return the defined name under which other tables find the ids of this one."""
    return f"list_{table.facts.name}"

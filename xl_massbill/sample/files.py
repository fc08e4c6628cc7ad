"""The sample as CSV files, one a table, as `xl-massbill new --from DIR` takes them.

Headings are the snake_case column names; days are ISO, clock times HH:MM, yes and no are Y and N, money has two
decimals. A file replaces the rows that the program would seed into its table.

Source: handbook §1.2; DESIGN §2 (names of tables).
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from xl_massbill.book.column import Kind
from xl_massbill.book.tables import TABLES
from xl_massbill.sample.manifest import Sample


def write_csv(sample: Sample, folder: str | Path) -> list[Path]:
    """Write one file a table into the folder (made if need be) and return their paths; names hold no person's."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in sample.tables.items():
        table = TABLES[name]
        used = {column for row in rows for column in row}
        columns = [field for field in table.fields() if field.name in used]
        path = target / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow([field.name for field in columns])
            writer.writerows([_text(field.kind, row.get(field.name)) for field in columns] for row in rows)
        written.append(path)
    return written


def _text(kind: Kind, cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, dt.time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if kind is Kind.MONEY and isinstance(cell, int | float):
        return f"{cell:.2f}"
    return str(cell)

"""The sample as CSV files, one a table, as `xl-massbill new --from DIR` takes them.

Headings are the snake_case column names; days are ISO, clock times HH:MM, yes and no are Y and N, money has
two decimals. A file takes the place of the rows that the program would seed into its table.

Source: handbook §1.2; DESIGN §2 (names of tables).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from xl_massbill.book.column import Kind
from xl_massbill.book.csv_cells import written
from xl_massbill.book.tables import TABLES
from xl_massbill.sample.manifest import Sample


def write_csv(sample: Sample, folder: str | Path) -> list[Path]:
    """Write one file a table into the folder, made if need be, and return their paths."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, rows in sample.tables.items():
        used = {column for row in rows for column in row}
        columns = [field for field in TABLES[name].fields() if field.name in used]
        path = target / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow([field.name for field in columns])
            writer.writerows([_text(field.kind, row.get(field.name)) for field in columns] for row in rows)
        paths.append(path)
    return paths


def _text(kind: Kind, cell: Any) -> str:
    """Return a cell as people type it: yes and no with one letter."""
    return ("N", "Y")[cell] if isinstance(cell, bool) else written(kind, cell)

"""The lists of codes that come with the program, read once when first asked for.

Each list is a CSV file in `data`; lines that begin with "#" say where it comes from and when.

Source: handbook §2, §9.2.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the records of a packaged list, every cell as text, blanks as "".

    >>> rows("place_of_service")[0]["code"]
    '01'
    """
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


def split(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds a list.

    >>> split("AUT-001, AUT-006")
    ('AUT-001', 'AUT-006')
    >>> split("")
    ()
    """
    return tuple(part.strip() for part in cell.split(",") if part.strip())

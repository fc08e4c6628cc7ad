"""Make the three files with macros: the template, the add-in, and the demo with an invented practice in it.

They need the pinned xlwings, whose modules go into them; where it is not installed they stay as they are.

Source: DESIGN §2 (workbook_templates: all generated, reproducible) and §5 (the face).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from xl_massbill.commands.build import Generated, parts_of
from xl_massbill.commands.csv_files import read_folder
from xl_massbill.commands.new import Filling, make
from xl_massbill.commands.rules_sheet import rule_rows
from xl_massbill.sample import sample, write_csv
from xl_massbill.template.addin_book import build_addin
from xl_massbill.template.workbook import build as build_workbook
from xl_massbill.template.xlwings_modules import NOT_INSTALLED, is_possible

FOLDER, DEMO = "workbook_templates", "massbill_demo.xlsm"

More = Callable[[bool], Mapping[str, str]]
"""Gives texts of further modules by name, for an add-in (True) or a workbook."""


def macro_books(filling: Filling, more: More) -> tuple[Generated, ...]:
    """Return the files with macros; none of them is made where xlwings is not installed."""
    makers: dict[str, Callable[[], bytes]] = {
        "massbill.xlsm": lambda: build_workbook(rule_rows=rule_rows(), macros=more(False)),
        "massbill.xlam": lambda: build_addin(more(True)),
        DEMO: lambda: demo_book(filling, more(False)),
    }
    return tuple(Generated(f"{FOLDER}/{name}", _made(maker), parts_of) for name, maker in makers.items())


def _made(maker: Callable[[], bytes]) -> Callable[[bytes], bytes | None]:
    return lambda _: maker() if is_possible() else None


def demo_book(filling: Filling, macros: Mapping[str, str]) -> bytes:
    """Return the template with macros, filled with the invented practice; nothing in it is checked yet."""
    with tempfile.TemporaryDirectory(prefix="massbill-demo-") as place:
        write_csv(sample(), Path(place) / "tables")
        given, _ = read_folder(Path(place) / "tables")
        path = Path(place) / DEMO
        make(path, given, filling, macros)
        return path.read_bytes()


def left_alone() -> list[str]:
    """Return a sentence for what cannot be generated here, because its source is not installed."""
    return [] if is_possible() else [NOT_INSTALLED]

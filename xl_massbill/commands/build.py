"""Make the files that are generated from the tables, or say which of them lag behind.

Whatever else is to be generated joins the list here with its path and how it is made.

Source: DESIGN §1 (the class body is the schema) and §2 (workbook_templates: all generated, reproducible).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from xl_massbill.book.table import Tab
from xl_massbill.book.tables import TABLES
from xl_massbill.claims.life_cycle import drawing
from xl_massbill.commands import build_icd
from xl_massbill.commands.rules_page import page
from xl_massbill.commands.rules_sheet import rule_rows
from xl_massbill.errors import Refused
from xl_massbill.forms.claim_csv import columns_page
from xl_massbill.forms.letters.templates import Letter, file_name, template
from xl_massbill.template.workbook import build as build_workbook

ROOT = Path(__file__).resolve().parents[2]

_MARKS = re.compile(r"(<!-- (tables|life cycle) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
_TABS = {Tab.DAILY: "typed daily", Tab.MASTER: "set up", Tab.PROGRAM: "made", Tab.REFERENCE: "reference"}


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated file: its path in the repository, and how it is made from what stands there now.

    `make` returns None if nothing is to be generated; `content` is what two versions are compared by.
    """

    path: str
    make: Callable[[bytes], bytes | None]
    content: Callable[[bytes], Any] = bytes


def parts_of(package: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook file: how they are packed differs from one zlib to the next."""
    if not package:
        return {}
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _workbook(_: bytes) -> bytes:
    return build_workbook(rule_rows=rule_rows())


def _letter(letter: Letter, _: bytes) -> bytes:
    return template(letter)


def _tables() -> Iterator[str]:
    yield "| sheet | CSV file | columns | who | what it holds |"
    yield "|---|---|---|---|---|"
    for table in TABLES.values():
        facts = table.facts
        yield (
            f"| {facts.excel} | {facts.name}.csv | {len(table.fields())} | {_TABS[facts.tab]} "
            f"| {facts.help.replace('|', '/')} |"
        )


_DRAWN: dict[str, Callable[[], Iterator[str]]] = {"tables": _tables, "life cycle": drawing}
"""What can stand between marks in the README, by the word of the marks."""


def _readme(now: bytes) -> bytes | None:
    """Return the README with what stands between marks made anew, None if it has no marks."""
    text = now.decode()
    made = _MARKS.sub(lambda found: found[1] + "\n".join(_DRAWN[found[2]]()) + "\n" + found[3], text)
    return made.encode() if _MARKS.search(text) else None


def _diagnoses(make: Callable[[], bytes], _: bytes) -> bytes | None:
    """Return a file of the diagnosis index, None where the release it is made from is not installed."""
    return make() if build_icd.is_possible() else None


def _unpacked(data: bytes) -> bytes:
    return zlib.decompress(data) if data else b""


GENERATED: tuple[Generated, ...] = (
    Generated("workbook_templates/massbill.xlsx", _workbook, parts_of),
    *(
        Generated(f"workbook_templates/letters/{file_name(letter)}", partial(_letter, letter), parts_of)
        for letter in Letter
    ),
    Generated("README.md", _readme),
    Generated("xl_massbill/rules/RULES.md", lambda _: page().encode()),
    Generated("xl_massbill/forms/claim_csv/COLUMNS.md", lambda _: columns_page().encode()),
    *(
        Generated(f"xl_massbill/codes/data/{name}", partial(_diagnoses, make), _unpacked)
        for name, make in build_icd.FILES.items()
    ),
)


def left_alone() -> list[str]:
    """Return a sentence for what cannot be generated here, because its source is not installed."""
    return [] if build_icd.is_possible() else [build_icd.NOT_INSTALLED]


def build(*, only_check: bool, root: Path = ROOT, generated: tuple[Generated, ...] = GENERATED) -> list[str]:
    """Write every generated file, or with `only_check` return the paths of those that lag behind.

    Raises Refused where there is no source tree to write into.
    """
    if not (root / "pyproject.toml").is_file():
        raise Refused("Generated files belong into a clone of the source; there is none here.")
    lagging = []
    for one in generated:
        path = root / one.path
        now = path.read_bytes() if path.is_file() else b""
        made = one.make(now)
        if made is None or one.content(made) == one.content(now):
            continue
        if only_check:
            lagging.append(one.path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
    return lagging

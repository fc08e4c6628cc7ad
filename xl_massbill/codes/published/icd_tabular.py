"""The tabular list of ICD-10-CM (XML): every code, what it may not stand beside, its 7th characters.

The XML lists codes without their 7th characters and says for whole categories which letters there are; a
few combinations do not exist, which only a list of codes knows (`confirmed`).

Source: NCHS/CMS tabular XML as published each October (handbook §2.6, S3).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from xl_massbill.errors import Unreadable

_CODE = r"((?:[A-Z][0-9]|QA)[0-9A-Z](?:\.[0-9A-Z]+)?)"
_ONE = re.compile(rf"{_CODE}[.\-]*").fullmatch
_RANGE = re.compile(rf"{_CODE}[.\-]*\s*-\s*{_CODE}[.\-]*").fullmatch
_BRACKETS = re.compile(r"\(([^()]*)\)?|\[([^\[\]]*)\]")
_LAST_WORD = re.compile(r"(?:^|\s)(\S+)$")
_SPAN = re.compile(r"\(([A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2})\)\s*$")

Span = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the list, bare, with its 7th character if it has one; a group of codes is not complete."""

    code: str
    description: str
    complete: bool
    takes_seventh: bool = False


@dataclass(frozen=True, slots=True)
class Tabular:
    """The whole list: its year, its codes, and the notes that one code excludes others.

    `excludes1` is keyed by a bare code or by a range of categories such as "M50-M54"; `blocks` says which
    categories each such range holds.
    """

    year: int
    entries: list[Entry] = field(default_factory=list)
    excludes1: dict[str, list[Span]] = field(default_factory=dict)
    blocks: dict[str, set[str]] = field(default_factory=dict)


def targets(note: str) -> list[Span]:
    """Return the codes a note names, as first and last stem of each range; words alone name nothing.

    >>> targets("cervicalgia due to intervertebral cervical disc disorder (M50.-)")
    [('M50', 'M50')]
    >>> targets("pregnancy, childbirth (O23.-, O85), injury (S12.0-S12.3-)")
    [('O23', 'O23'), ('O85', 'O85'), ('S120', 'S123')]
    >>> targets("tendinitis as classified in M75-M77"), targets("torticollis NOS M43.6")
    ([('M75', 'M77')], [('M436', 'M436')])
    >>> targets("diabetes mellitus (E08-E13 with .42)"), targets("current injury - see injury of spine")
    ([], [])
    """
    pieces = [piece for pair in _BRACKETS.findall(note) for piece in re.split(r"[,;]\s*", pair[0] or pair[1])]
    found = [span for piece in pieces if (span := _span(piece.strip())) is not None]
    if not found and (last := _LAST_WORD.search(note.strip())) and (span := _span(last[1])):
        found = [span]
    return found


def notes_by_code(tabular: Tabular) -> dict[str, frozenset[str]]:
    """Return what the notes at each code exclude, "M50" or "S120-S123"; a category has its blocks' too."""
    order = [entry.code for entry in tabular.entries if len(entry.code) == 3]
    found: dict[str, set[str]] = {}
    for holder, spans in tabular.excludes1.items():
        low, dash, high = holder.partition("-")
        if not dash:
            holders = [holder]
        elif low in order and high in order:
            holders = order[order.index(low) : order.index(high) + 1]
        else:
            holders = sorted(tabular.blocks.get(holder, ()))
        for code in holders:
            found.setdefault(code, set()).update(a if a == b else f"{a}-{b}" for a, b in spans)
    return {code: frozenset(spans) for code, spans in found.items()}


def _span(piece: str) -> Span | None:
    if one := _ONE(piece):
        return one[1].replace(".", ""), one[1].replace(".", "")
    if pair := _RANGE(piece):
        return pair[1].replace(".", ""), pair[2].replace(".", "")
    return None


def read(xml: bytes, confirmed: Collection[str] = ()) -> Tabular:
    """Read the list; with `confirmed` (bare codes) only those 7th characters that it holds are made.

    Raises Unreadable if it is not the tabular list.
    """
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError) as broken:
        raise Unreadable("This XML file is damaged or cut short.") from broken
    year = root.findtext("version") or ""
    if root.tag != "ICD10CM.tabular" or not re.fullmatch(r"20\d\d", year):
        raise Unreadable("This XML file is not the ICD-10-CM tabular list.")
    tabular = Tabular(int(year))
    for chapter in root.iterfind("chapter"):
        span = _SPAN.search(chapter.findtext("desc") or "")
        _walk(chapter, span[1] if span else "", {}, tabular, confirmed)
    if not any(entry.complete for entry in tabular.entries):
        raise Unreadable("This tabular list holds no code.")
    return tabular


def _walk(
    node: Element, name: str, seventh: dict[str, str], tabular: Tabular, confirmed: Collection[str]
) -> set[str]:
    """Take a node and all below it into the list; return the categories below it."""
    notes = [note.text or "" for kind in node.iterfind("excludes1") for note in kind.iterfind("note")]
    if spans := [span for note in notes for span in targets(note)]:
        tabular.excludes1.setdefault(name, []).extend(spans)
    if (defined := node.find("sevenChrDef")) is not None:
        seventh = {one.get("char", ""): one.text or "" for one in defined.iterfind("extension")}
    below = [child for child in node if child.tag in ("section", "diag")]
    if node.tag == "diag":
        _take(node, name, {} if below else seventh, tabular, confirmed)
    categories = {name} if node.tag == "diag" and len(name) == 3 else set()
    for child in below:
        own = child.get("id") or (child.findtext("name") or "").replace(".", "")
        if child.tag == "section" and "-" not in own:
            own = f"{own}-{own}"
        categories |= _walk(child, own, seventh, tabular, confirmed)
    if "-" in name:
        tabular.blocks[name] = categories
    return categories


def _take(
    node: Element, code: str, seventh: dict[str, str], tabular: Tabular, confirmed: Collection[str]
) -> None:
    description = node.findtext("desc") or ""
    stem = code.ljust(6, "X")
    full = [
        Entry(stem + char, f"{description}, {words}", complete=True)
        for char, words in seventh.items()
        if not confirmed or stem + char in confirmed
    ]
    complete = node.find("diag") is None and not full
    tabular.entries.append(Entry(code, description, complete, takes_seventh=bool(full)))
    tabular.entries.extend(full)

"""Which official file this is: told from its rows, never from its name.

A file of another kind is refused with a sentence that says what it looks like.

Source: headings and shapes of the files as CMS and X12 publish them (handbook §2.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice

from xl_massbill.codes.published.cells import Row, rows_of, text_of
from xl_massbill.codes.published.download import Member, members
from xl_massbill.errors import Unreadable

_LOOK = 200


class Kind(StrEnum):
    """What a file can be, in the words of a sentence."""

    ICD_ORDER = "the ICD-10-CM order file"
    ICD_TABULAR = "the ICD-10-CM tabular list"
    ICD_CODES = "a plain list of ICD-10-CM codes"
    NCCI = "a file of NCCI code pairs"
    MUE = "a file of MUE unit limits for practitioners"
    MUE_OTHER = "a file of MUE unit limits for hospitals or suppliers"
    HCPCS = "the HCPCS file of CMS"
    POS = "a list of places of service"
    CARC = "a list of adjustment reason codes"
    RARC = "a list of remark codes"
    UNKNOWN = "none of the files this program knows"


@dataclass(frozen=True, slots=True)
class Published:
    """A file that was recognised: its name, where its columns are, its rows; `text` if it has no columns."""

    kind: Kind
    name: str
    at: Mapping[str, int]
    rows: Iterator[Row]
    text: str = ""
    data: bytes = b""


_COLUMNS: dict[Kind, dict[str, str]] = {
    Kind.NCCI: {
        "column1": r"column1.*",
        "column2": r"column2.*",
        "starts": r"effective.*",
        "ends": r"deletion.*",
        "indicator": r"modifier.*",
        "rationale": r".*rationale",
    },
    Kind.MUE: {
        "code": r"(hcpcs|cpt).*code",
        "value": r"practitioner.*mue.*",
        "mai": r".*adjudicationindicator|mai",
    },
    Kind.MUE_OTHER: {
        "code": r"(hcpcs|cpt).*code",
        "value": r"(outpatient|facility|hospital|dme|supplier).*mue.*",
    },
    Kind.HCPCS: {
        "code": r"hcpcs?(code)?",
        "record": r"recid|recordid.*",
        "starts": r"adddt|adddate|codeaddeddate",
        "ends": r"termdt|termdate|terminationdate",
    },
    Kind.POS: {"code": r"placeofservicecodes?|poscodes?", "name": r"placeofservicename|(pos)?name"},
    Kind.CARC: {"code": r"carc|rarc|(carc|rarc|reason|remark|adjustment)?(reason|remark)?codes?"},
}
_OPTIONAL: dict[Kind, dict[str, str]] = {
    Kind.CARC: {
        "starts": r"start.*|effective.*",
        "ends": r"stop.*|deactivat.*|end(date)?|termination.*",
        "modified": r"(last)?modified.*|lastupdate.*",
        "words": r".*description|narrative|.*text|notes",
    },
}
_NEEDED = {Kind.NCCI: 5}
_ORDER_LINE = re.compile(r"\d{5} [A-Z][0-9A-Z]{2}[0-9A-Z ]{4} [01] \S").match
_CODES_LINE = re.compile(r"[A-Z][0-9A-Z]{2}[0-9A-Z ]{4} \S[^\t]*$").match
_HCPCS_LINE = re.compile(r"[A-Z0-9]{2,5} {0,3}\d{5}[ 0]?[3478]").match
_HCPCS_WIDTH = 292
_REMARK = re.compile(r"(?:MA?|N)\d{1,3}").fullmatch
_REASON = re.compile(r"\d{1,3}|[A-Z]\d{1,2}").fullmatch
_PLACE = re.compile(r"\d\d").fullmatch


def published(wanted: tuple[Kind, ...], name: str, data: bytes) -> Iterator[Published]:
    """Yield the parts of a download that are of a wanted kind, one ending only: a zip holds a table twice.

    Raises Unreadable, naming what the file looks like, if there is none.
    """
    ending, seen = None, Kind.UNKNOWN
    for member in members(name, data):
        if ending is not None and member.ending != ending:
            break
        found = recognise(member)
        if found.kind in wanted:
            ending = member.ending
            yield found
        elif found.kind is not Kind.UNKNOWN:
            seen = found.kind
    if ending is None:
        words = "does not look like" if seen is Kind.UNKNOWN else f"looks like {seen}, not like"
        raise Unreadable(f"{_short(name)} {words} {wanted[0]}.")


def _short(name: str) -> str:
    return next(iter([name.replace("\\", "/").rsplit("/", 1)[-1][:80]]), "")


def recognise(member: Member) -> Published:
    """Return what a file is, with its rows still to be read."""
    if member.data.lstrip()[:5] == b"<?xml" or member.ending == "xml":
        return _of_xml(member)
    text = "" if member.data.startswith(b"PK") else text_of(member)
    if text and (kind := _of_lines(text)) is not Kind.UNKNOWN:
        return Published(kind, member.name, {}, iter(()), text=text)
    rows = rows_of(member)
    head = list(islice(rows, _LOOK))
    kind, at, behind = _by_headings(head)
    if kind is Kind.UNKNOWN and any(map(_is_pair, head)):  # some quarters of NCCI come without headings
        return Published(Kind.NCCI, member.name, _PAIR, chain(head, rows))
    if kind is Kind.CARC:
        kind = _of_codes([row[at["code"]] for row in head[behind:] if len(row) > at["code"]])
    return Published(kind, member.name, at, chain(head[behind:], rows))


_PAIR = {"column1": 0, "column2": 1, "starts": 3, "ends": 4, "indicator": 5, "rationale": 6}


def _is_pair(row: Row) -> bool:
    return (
        len(row) >= 6
        and all(re.fullmatch(r"[0-9A-Z]{5}", code) for code in row[:2])
        and bool(re.fullmatch(r"\d{8}", row[3]))
        and row[5] in ("0", "1", "9")
    )


def _of_xml(member: Member) -> Published:
    is_tabular = b"<ICD10CM.tabular" in member.data[:4000]
    kind = Kind.ICD_TABULAR if is_tabular else Kind.UNKNOWN
    return Published(kind, member.name, {}, iter(()), data=member.data)


def _of_lines(text: str) -> Kind:
    """Return what a file without columns is: a file of fixed width, or none that is known."""
    lines = [line for line in islice(text.splitlines(), _LOOK) if line.strip()]
    if not lines:
        return Kind.UNKNOWN
    for kind, fits in (
        (Kind.ICD_ORDER, _ORDER_LINE),
        (Kind.HCPCS, lambda line: len(line.rstrip("\r\n")) >= _HCPCS_WIDTH and _HCPCS_LINE(line)),
        (Kind.ICD_CODES, _CODES_LINE),
    ):
        if sum(1 for line in lines if fits(line)) > len(lines) / 2:
            return kind
    return Kind.UNKNOWN


def _by_headings(head: list[Row]) -> tuple[Kind, dict[str, int], int]:
    """Return the kind whose headings stand in one of the first rows, where they are, and where data begin."""
    for number, row in enumerate(head[:40], 1):
        words = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in row]
        for kind, columns in _COLUMNS.items():
            at = _matched(words, columns)
            if len(at) >= _NEEDED.get(kind, len(columns)):
                at |= _matched(words, _OPTIONAL.get(kind, {}))
                if kind is not Kind.CARC or len(at) > 1:
                    return kind, at, number
    return Kind.UNKNOWN, {}, 0


def _matched(words: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    return {
        name: position
        for name, form in columns.items()
        if (position := next((i for i, word in enumerate(words) if re.fullmatch(form, word)), -1)) >= 0
    }


def _of_codes(codes: list[str]) -> Kind:
    """Return which of the three short lists has codes of these shapes."""
    filled = [code for code in codes if code]
    for kind, fits in ((Kind.RARC, _REMARK), (Kind.POS, _PLACE), (Kind.CARC, _REASON)):
        if filled and sum(1 for code in filled if fits(code.upper())) > 0.8 * len(filled):
            return kind
    return Kind.UNKNOWN

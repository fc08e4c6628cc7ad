"""A module of macros as the project holds it: its name, its kind, and its text with the head VBA wants.

A class or document needs `Attribute VB_Base` and must not begin with the `VERSION 1.0 CLASS` of an exported
file; without the first its procedures cannot be called, with the second it does not compile.

Source: [MS-OVBA] §2.3.4.3 (module stream), [MS-VBAL] §4.2 (module header), §3.2.1 (length of a line).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

CODE_PAGE = "cp1252"
WORKBOOK_BASE = "0{00020819-0000-0000-C000-000000000046}"
SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"
CLASS_BASE = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
LONGEST_LINE, LONGEST_NAME = 1023, 31

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_EXPORTED = re.compile(r"VERSION [\d.]+ CLASS\r\nBEGIN\r\n(?:.*?\r\n)?END\r\n", re.DOTALL | re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


class Kind(StrEnum):
    """What a module is: code for all, a class, or the code behind the workbook or a sheet."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"


@dataclass(frozen=True, slots=True)
class Module:
    """A module with its whole text, line ends CR LF."""

    name: str
    kind: Kind
    text: str

    @property
    def data(self) -> bytes:
        """Return the text in the code page of the project."""
        return self.text.encode(CODE_PAGE)


def read_module(name: str, text: str, kind: Kind = Kind.STANDARD, base: str = CLASS_BASE) -> Module:
    """Return the module of a text as the editor exports it, or as one types it.

    `base` is the class that a document or class stands for. Raises ValueError where VBA could not hold the
    text: a name or a line that is too long, another name in its head, a character outside the code page.
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(f"{name!r} is no name for a module")
    text = _LINE_END.sub("\r\n", text.removeprefix("\ufeff"))
    text = _EXPORTED.sub("", text, count=1)
    text = _head(name, text, kind, base)
    if not text.endswith("\r\n"):
        text += "\r\n"
    for number, line in enumerate(text.split("\r\n"), 1):
        if len(line) > LONGEST_LINE:
            raise ValueError(f"{name}, line {number}: VBA holds at most {LONGEST_LINE} characters in a line")
        if not _is_held(line):
            raise ValueError(f"{name}, line {number}: a character that VBA cannot hold")
    return Module(name, kind, text)


def _is_held(line: str) -> bool:
    try:
        line.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return not re.search(r"[\x00-\x08\x0b-\x1f]", line)


def _head(name: str, text: str, kind: Kind, base: str) -> str:
    """Return the text with all attributes of its kind; those that it has itself stay as they are."""
    own = re.match(r'Attribute VB_Name = "([^"]*)"\r\n', text)
    if own and own[1] != name:
        raise ValueError(f"{name}: the head of the text says {own[1]!r}")
    rest = text[own.end() :] if own else text
    lines = [f'Attribute VB_Name = "{name}"\r\n']
    if kind is not Kind.STANDARD:
        for attribute, value in _attributes(kind, base).items():
            stated = re.search(rf"^Attribute {attribute} = [^\r]*\r\n", rest, re.MULTILINE)
            lines.append(stated[0] if stated else f"Attribute {attribute} = {value}\r\n")
            if stated:
                rest = rest.replace(stated[0], "", 1)
    return "".join(lines) + rest


def _attributes(kind: Kind, base: str) -> dict[str, str]:
    document = str(kind is Kind.DOCUMENT)
    return {
        "VB_Base": f'"{base}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": document,
        "VB_Exposed": document,
        "VB_TemplateDerived": "False",
        "VB_Customizable": document,
    }

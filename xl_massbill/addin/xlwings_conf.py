"""xlwings' file of settings, line by line: ours are put in and taken out, all others stay as they are.

The file belongs to the user and to every workbook that uses xlwings. VBA reads it two values at a time, so a
line that is no pair would shift all that follow; such lines are kept where they are, ours go to the top.

Source: xlwings' manual, "Add-in & settings: user config"; its module Config (GetConfigFromFile).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


def value_of(text: str, key: str) -> str | None:
    """Return what a key is set to; the first line counts, as it does for VBA.

    >>> value_of('"INTERPRETER_WIN","C:/Python/pythonw.exe"', "interpreter_win")
    'C:/Python/pythonw.exe'
    """
    return next((value for _, name, value in _pairs(text) if name == key.lower()), None)


def with_value(text: str, key: str, value: str, end: str = "\n") -> str:
    """Return the text with a key set: in its own line if it has one, else in a new first line.

    >>> with_value('"SHOW CONSOLE","False"', "A", "b", end=" ")
    '"A","b" "SHOW CONSOLE","False"'
    """
    line = f'"{key}","{value}"'
    lines = text.splitlines(keepends=True)
    for at, name, _ in _pairs(text):
        if name == key.lower():
            lines[at] = line + _end(lines[at])
            return "".join(lines)
    return line + (_end(lines[0]) if lines and _end(lines[0]) else end) + text


def without(text: str, key: str) -> str:
    """Return the text without the line that sets a key.

    >>> without('"A","b"', "a")
    ''
    """
    lines = text.splitlines(keepends=True)
    for at, name, _ in _pairs(text):
        if name == key.lower():
            del lines[at]
            break
    return "".join(lines)


def _pairs(text: str) -> Iterator[tuple[int, str, str]]:
    for at, line in enumerate(text.splitlines()):
        cells = next(csv.reader(io.StringIO(line), skipinitialspace=True), [])
        if len(cells) == 2:
            yield at, cells[0].strip().lower(), cells[1].strip()


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]

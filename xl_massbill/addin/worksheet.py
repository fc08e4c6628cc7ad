"""What makes a Python function a worksheet function: its words for Excel, and its registration with xlwings.

Everything Excel shows comes from one place, the function itself: its docstring up to `Args:` is the help,
`Args:` the help of each argument, its signature the order and what may be left out. The VBA wrappers and the
decorators of xlwings (desktop and Lite) are both made from it. Whatever goes wrong inside becomes #VALUE!,
never words, and no cell is ever logged.

Source: DESIGN §5; Excel's limits: Application.MacroOptions.
"""

from __future__ import annotations

import inspect
import logging
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xl_massbill.addin.spill import VALUE

CATEGORY = "MassBill"
LONGEST = 255
"""Characters of a help text, of the function or of an argument."""

_log = logging.getLogger("xl_massbill.functions")
_Function = Callable[..., Any]
_HELP = re.compile(r"^(\w+): (.*)$")
_TABLE = re.compile(r"(\w+)\[#All\]")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as Excel shows it; `table` is the Excel table it wants as `Name[#All]`, else ""."""

    name: str
    help: str
    optional: bool
    table: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One worksheet function with its words; `call` never raises."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
    call: _Function


FUNCTIONS: dict[str, Worksheet] = {}
"""Every worksheet function by its name in Excel."""


def worksheet(function: _Function) -> _Function:
    """Register a function under its own name and return what Excel calls.

    Raise TypeError for a docstring that lacks the help of an argument or says too much.
    """
    name, signature = function.__name__, inspect.signature(function)
    text, helps = _words(inspect.getdoc(function) or "")
    if list(helps) != list(signature.parameters) or not text:
        raise TypeError(f"{name}: its help and its arguments are not the same")
    if too_long := [part for part in (text, *helps.values()) if len(part) > LONGEST]:
        raise TypeError(f"{name}: Excel shows {LONGEST} characters, not {max(map(len, too_long))}")
    arguments = tuple(
        Argument(p.name, helps[p.name], p.default is not p.empty, _table(helps[p.name]))
        for p in signature.parameters.values()
    )

    def call(*given: Any, **named: Any) -> Any:
        try:
            return function(*given, **named)
        except Exception as bug:  # noqa: BLE001 - the rim: a cell shows an error value, never a traceback
            _log.warning("%s could not answer: %s", name, type(bug).__name__)
            return VALUE

    call.__name__ = call.__qualname__ = name
    call.__module__, call.__doc__ = function.__module__, text
    vars(call)["__signature__"] = _bare(signature)
    FUNCTIONS[name] = Worksheet(name, text, arguments, call)
    return _with_xlwings(call, arguments)


def registered(call: _Function, arguments: tuple[Argument, ...], func: Any, arg: Any) -> _Function:
    """Pass a function through the decorators of xlwings: rows of rows in, error values as words."""
    for argument in arguments:
        call = arg(argument.name, ndim=2, err_to_str=True, doc=argument.help)(call)
    decorated: _Function = func(call, category=CATEGORY)
    return decorated


def _with_xlwings(call: _Function, arguments: tuple[Argument, ...]) -> _Function:
    if sys.platform == "linux":  # no Excel there; its import alone would take longer than all of this
        return call
    try:
        import xlwings  # noqa: PLC0415 - the functions are there without Excel, too
    except ImportError:
        return call
    return registered(call, arguments, xlwings.func, xlwings.arg)


def _bare(signature: inspect.Signature) -> inspect.Signature:
    """Return a signature without types: xlwings would take them for converters."""
    parameters = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    return signature.replace(parameters=parameters, return_annotation=signature.empty)


def _words(doc: str) -> tuple[str, dict[str, str]]:
    r"""Return the help of a function and of each of its arguments.

    >>> _words("Say hello.\n\nAloud.\n\nArgs:\n    who: Whom to\n        greet.\n")
    ('Say hello. Aloud.', {'who': 'Whom to greet.'})
    """
    before, _, after = doc.partition("\nArgs:\n")
    helps: dict[str, str] = {}
    for line in inspect.cleandoc(after).splitlines():
        if found := _HELP.match(line):
            name, helps[found[1]] = found[1], found[2]
        elif line.strip():
            helps[name] += " " + line.strip()
    return " ".join(before.split()), helps


def _table(text: str) -> str:
    found = _TABLE.search(text)
    return found[1] if found else ""

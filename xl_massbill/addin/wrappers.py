"""The VBA module through which Excel calls the worksheet functions, made from the functions themselves.

Excel knows functions of VBA only. The module is made at build time, so that no office has to trust access to
its VBA project. What is the same for all functions stands in vba/MassBillFunctions.bas; here one short
function and one line of help are made for each.

Source: xlwings' manual, "User Defined Functions"; Excel: Application.MacroOptions, CVErr.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from xl_massbill.addin import functions
from xl_massbill.addin.worksheet import Argument, Worksheet

MODULE = "MassBillFunctions"


def modules() -> dict[str, str]:
    """Return the text of each VBA module of the worksheet functions by its name."""
    return {MODULE: wrappers()}


def wrappers(made: Iterable[Worksheet] | None = None) -> str:
    """Return the text of the VBA module of all functions, or of these."""
    chosen = tuple(functions.FUNCTIONS.values() if made is None else made)
    text = files("xl_massbill.addin").joinpath("vba", f"{MODULE}.bas").read_text(encoding="ascii")
    before, _, rest = text.partition("' {functions}\n")
    between, _, after = rest.partition("    ' {descriptions}\n")
    return "".join((before, *map(_wrapper, chosen), between, *map(_description, chosen), after))


def _wrapper(function: Worksheet) -> str:
    declared = ", ".join(map(_declared, function.arguments))
    names = ", ".join(argument.name for argument in function.arguments)
    return (
        f"Public Function {function.name}({declared}) As Variant\n"
        f'    {function.name} = Answer("{function.name}", Array({names}))\n'
        "End Function\n\n"
    )


def _declared(argument: Argument) -> str:
    return f"{'Optional ' if argument.optional else ''}{argument.name} As Variant"


def _description(function: Worksheet) -> str:
    helps = ", _\n".join(f"        {_quoted(argument.help)}" for argument in function.arguments)
    listed = f"Array( _\n{helps})" if helps else "Array()"
    return f'    Describe "{function.name}", _\n        {_quoted(function.help)}, {listed}\n'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

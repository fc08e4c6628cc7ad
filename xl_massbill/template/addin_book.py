"""Build the add-in: ribbon and macros for every workbook of ours, in a file that has no data.

Excel opens an add-in unseen; its one sheet says what it is to whoever opens it otherwise.

Source: DESIGN §2 (massbill.xlam), §5 (the face).
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from openpyxl.workbook import Workbook

from xl_massbill import __version__
from xl_massbill.template.macros import Form, modules, name_for_code, with_macros
from xl_massbill.template.seal import sealed
from xl_massbill.template.settings_sheet import settings_sheet
from xl_massbill.template.styles import dress
from xl_massbill.template.workbook import titles

SAYS = (
    f"MassBill {__version__}, the add-in.",
    "It puts the tab MassBill into Excel, for every workbook that `xl-massbill new` has made.",
    "`xl-massbill install` copies it to where Excel starts it from. There is nothing to type here.",
)


def build_addin(macros: Mapping[str, str]) -> bytes:
    """Return the bytes of an .xlam file; `macros` are texts of modules beside our own."""
    book = Workbook()
    dress(book)
    book.active.title = "MassBill"
    for row, words in enumerate(SAYS, 1):
        book.active.cell(row, 1, words)
    settings_sheet(book)
    code_names = name_for_code(book)
    out = io.BytesIO()
    book.save(out)
    package = sealed(out.getvalue(), [None] * len(book.worksheets))
    return with_macros(package, Form.ADDIN, modules(Form.ADDIN, code_names, titles(), macros))

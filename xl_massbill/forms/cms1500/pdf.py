"""The PDF of the CMS-1500: text for the pre-printed red form, or laid over our own drawing as a preview.

The files hold no name outside the pages, tell the viewer not to scale, and come out the same every time.

Source: handbook §7.8 (ten characters to the inch, printed on the red form); reportlab user guide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, BinaryIO

from xl_massbill.claims.claim import Claim
from xl_massbill.errors import Refused
from xl_massbill.forms.cms1500 import drawing
from xl_massbill.forms.cms1500.boxes import Page, pages
from xl_massbill.forms.cms1500.geometry import (
    FONT,
    FONT_SIZE,
    NO_OFFSET,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Offset,
    baseline,
    left_of,
)
from xl_massbill.forms.cms1500.grid import rows
from xl_massbill.forms.cms1500.remark import Remark
from xl_massbill.x12.text import clean

# A run ends at two blanks: a viewer with another Courier can then shift a text, never a whole line.
_RUN = re.compile(r"\S+(?: \S+)*")


def write_pdf(
    claims: Iterable[Claim], stream: BinaryIO, offset: Offset = NO_OFFSET, *, signed: date | None = None
) -> list[Remark]:
    """Write the text for pre-printed forms, every claim on its own pages, and return what did not fit.

    Raises:
        Refused: there is no claim.
    """
    canvas = blank(stream, "CMS-1500")

    def lay(page: Page, _: str) -> None:
        canvas.translate(*offset.points)
        _print(canvas, page)

    return _write(canvas, claims, signed, lay)


def write_preview(claims: Iterable[Claim], stream: BinaryIO, *, signed: date | None = None) -> list[Remark]:
    """Write the same text over our own drawing of the form, for the screen, and return what did not fit.

    Raises:
        Refused: there is no claim.
    """
    canvas = blank(stream, "CMS-1500 preview")
    drawing.prepare(canvas)

    def lay(page: Page, foot: str) -> None:
        drawing.sheet(canvas, foot)
        _print(canvas, page)

    return _write(canvas, claims, signed, lay)


def blank(stream: BinaryIO, title: str) -> Any:
    """Return an empty document of letter paper that is the same every time and is printed unscaled."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - only who prints pays for loading it

    canvas = Canvas(stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor("xl-massbill")
    canvas.setCreator("xl-massbill")
    canvas.setSubject("")
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


def _write(
    canvas: Any, claims: Iterable[Claim], signed: date | None, lay: Callable[[Page, str], None]
) -> list[Remark]:
    remarks: list[Remark] = []
    any_page = False
    for claim in claims:
        form = pages(claim, signed)
        remarks += form.remarks
        for at, page in enumerate(form.pages, 1):
            lay(page, f"Claim {clean(claim.claim_id)}, page {at} of {len(form.pages)}")
            canvas.showPage()
            any_page = True
    if not any_page:
        raise Refused("There is no claim to write.")
    canvas.save()
    return remarks


def _print(canvas: Any, page: Page) -> None:
    text = canvas.beginText()
    text.setFont(FONT, FONT_SIZE)
    for line, row in enumerate(rows(page), 1):
        for run in _RUN.finditer(row):
            text.setTextOrigin(left_of(run.start() + 1), baseline(line))
            text.textOut(run.group())
    canvas.drawText(text)

"""The page that helps to set the two margins: three crosses with rulers, and what to do in plain words."""

from __future__ import annotations

from typing import Any, BinaryIO

from xl_massbill.forms.cms1500.geometry import FIELDS, NO_OFFSET, Offset, baseline, left_of, top_of
from xl_massbill.forms.cms1500.pdf import blank

TARGETS = {
    "1.medicaid": "1: Medicaid square of box 1",
    "11a.female": "2: F square of box 11a",
    "25.ein": "3: EIN square of box 25",
}
"""Squares of the form far apart from each other, and how the page calls them."""

_INCH = 72.0
_REACH = 5
_STEP = 0.05 * _INCH
_HALF_LETTER = 3.4
_STEPS = (
    "1.  Print this page on a blank red form (or on plain paper, held over a form against a window).",
    "     In the print window choose \u201cactual size\u201d or 100 %, never \u201cfit to page\u201d.",
    "2.  Measure the two long bars: each must be 5 inches. If not, the printer still scales; see step 1.",
    "3.  Look at the crosses 1, 2 and 3. Each must stand in the middle of the square named beside it.",
    "4.  If not, read on the rulers of the cross where the middle of the square lies; one mark is 0.05 inch.",
    "     Square lies to the right: add that number to x. To the left: take it off x.",
    "     Square lies lower: add that number to y. Higher: take it off y.",
    "5.  Type the two new numbers in the settings, print this page once more, and look again.",
    "     If the three crosses do not agree, the paper lies askew or the printer scales.",
)


def calibration(stream: BinaryIO, offset: Offset = NO_OFFSET) -> None:
    """Write the calibration page with the two settings as they are now."""
    canvas = blank(stream, "CMS-1500 calibration")
    canvas.translate(*offset.points)
    canvas.setLineWidth(0.5)
    for name, words in TARGETS.items():
        _cross(canvas, *target(name), words)
    _say(canvas, offset)
    _bar(canvas, left_of(12), top_of(50), upright=False)
    _bar(canvas, left_of(73), top_of(56), upright=True)
    canvas.showPage()
    canvas.save()


def target(name: str) -> tuple[float, float]:
    """Return the middle of the X of a field, in points from the lower left corner of the paper."""
    field = FIELDS[name]
    return left_of(field.column + 0.5), baseline(field.line) + _HALF_LETTER


def _cross(canvas: Any, x: float, y: float, words: str) -> None:
    reach = _REACH * _STEP
    canvas.line(x - reach, y, x + reach, y)
    canvas.line(x, y - reach, x, y + reach)
    canvas.setFont("Helvetica", 4)
    for mark in range(-_REACH, _REACH + 1):
        at, half = mark * _STEP, 3 if mark % 2 == 0 else 1.8
        canvas.line(x + at, y - half, x + at, y + half)
        canvas.line(x - half, y + at, x + half, y + at)
        if mark % 4 == 0 and mark:
            number = f"{abs(mark) * 0.05:.1f}"
            canvas.drawCentredString(x + at, y - 8, number)
            canvas.drawString(x + 5, y + at - 1.4, number)
    canvas.setFont("Helvetica-Bold", 8)
    if x > left_of(60):
        canvas.drawRightString(x - reach - 4, y - 3, words)
    else:
        canvas.drawString(x + reach + 4, y - 3, words)


def _say(canvas: Any, offset: Offset) -> None:
    x, line = left_of(8), 26.0
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(x, top_of(line), "Do the texts stand in their boxes?")
    canvas.setFont("Helvetica", 10)
    now = f"Settings of this page: x = {offset.x / 100:+.2f} inch, y = {offset.y / 100:+.2f} inch"
    canvas.drawString(x, top_of(line + 1.8), now)
    for at, words in enumerate(_STEPS):
        canvas.drawString(x, top_of(line + 4 + 1.5 * at), words)


def _bar(canvas: Any, x: float, y: float, *, upright: bool) -> None:
    """Draw a bar of five inches with a mark every tenth, to the right or upwards from its zero."""
    canvas.setFont("Helvetica", 7)
    for tenth in range(51):
        at = tenth * _INCH / 10
        size = 9 if tenth % 10 == 0 else 6 if tenth % 5 == 0 else 3.5
        if upright:
            canvas.line(x, y + at, x + size, y + at)
        else:
            canvas.line(x + at, y, x + at, y - size)
        if tenth % 10 == 0:
            number = str(tenth // 10)
            canvas.drawString(*((x + 11, y + at - 2.5) if upright else (x + at - 2, y - 16)), number)
    ends = (x, y + 5 * _INCH) if upright else (x + 5 * _INCH, y)
    canvas.line(x, y, *ends)

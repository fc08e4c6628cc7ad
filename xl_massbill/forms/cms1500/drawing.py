"""Draws our own outline of the form, on which the preview lays the text.

It is blue on purpose: the official form is red, and nobody should take this for it.
"""

from __future__ import annotations

from typing import Any

from xl_massbill.forms.cms1500.geometry import FIELDS, PAGE_HEIGHT, PAGE_WIDTH, baseline, left_of, top_of
from xl_massbill.forms.cms1500.outline import BOXES, DOTTED, END, HEADS, LABELS, LEFT, SHADED, TICKS, Box

NOTE = "Preview \u2013 not for submission"
_LINE = (0.52, 0.62, 0.74)
_INK = (0.24, 0.36, 0.52)
_TINT = (0.925, 0.945, 0.97)
_FAINT = (0.915, 0.935, 0.958)
_BOLD, _PLAIN = "Helvetica-Bold", "Helvetica"
_SMALL = 5.2
_TINY = 4.6
_TICK = 9.6
_SHEET = "sheet"
_IN_ONE_LINE = frozenset({"17a", "17b", "32a", "32b", "33a", "33b"})


def prepare(canvas: Any) -> None:
    """Put the empty sheet into the document once; every page then only points at it."""
    canvas.beginForm(_SHEET, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
    _tints(canvas)
    _note(canvas)
    _frames(canvas)
    _ticks(canvas)
    _small_words(canvas)
    canvas.endForm()


def sheet(canvas: Any, foot: str) -> None:
    """Lay the empty sheet on the page, with a line at its foot."""
    canvas.doForm(_SHEET)
    canvas.setFillColorRGB(*_INK)
    canvas.setFont(_PLAIN, 7)
    canvas.drawRightString(left_of(END), top_of(63.2), foot)
    canvas.setFillColorRGB(0, 0, 0)


def _tints(canvas: Any) -> None:
    canvas.setFillColorRGB(*_TINT)
    for box in SHADED:
        canvas.rect(*_rectangle(box), stroke=0, fill=1)


def _note(canvas: Any) -> None:
    """The note across the page, and once more where it can be read at the top."""
    canvas.saveState()
    canvas.setFillColorRGB(*_FAINT)
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(50)
    canvas.setFont(_BOLD, 52)
    canvas.drawCentredString(0, -18, NOTE)
    canvas.restoreState()
    canvas.setFillColorRGB(*_INK)
    canvas.setFont(_BOLD, 13)
    canvas.drawString(left_of(LEFT), top_of(3.4), "CMS-1500 (02/12)")
    canvas.setFont(_PLAIN, 9)
    canvas.drawString(left_of(LEFT), top_of(4.5), NOTE)


def _frames(canvas: Any) -> None:
    canvas.setStrokeColorRGB(*_LINE)
    canvas.setLineWidth(0.5)
    for box in BOXES:
        canvas.rect(*_rectangle(box), stroke=1, fill=0)
    canvas.setDash(0.8, 1.6)
    for column, top, below in DOTTED:
        canvas.line(left_of(column), top_of(top), left_of(column), top_of(below))
    canvas.setDash()
    canvas.setLineWidth(1)
    for line in (7, 31, 41, 43, 55, 57, 62):
        canvas.line(left_of(LEFT), top_of(line), left_of(END), top_of(line))


def _rectangle(box: Box) -> tuple[float, float, float, float]:
    left, top = left_of(box.left), top_of(box.top)
    return left, top_of(box.below), left_of(box.right) - left, top - top_of(box.below)


def _ticks(canvas: Any) -> None:
    canvas.setStrokeColorRGB(*_LINE)
    canvas.setLineWidth(0.5)
    for name, word in TICKS.items():
        field = FIELDS[name]
        middle, foot = left_of(field.column + 0.5), baseline(field.line)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(middle - _TICK / 2, foot - 1.5, _TICK, _TICK, stroke=1, fill=1)
        canvas.setFillColorRGB(*_INK)
        canvas.setFont(_PLAIN, _TINY)
        # Long words begin with their square, so that the first one does not leave the form.
        x = middle - _TICK / 2 if len(word) > len("yes") else middle - _width(canvas, word) / 2
        canvas.drawString(x, foot + _TICK + 0.6, word)


def _width(canvas: Any, word: str) -> float:
    return float(canvas.stringWidth(word, _PLAIN, _TINY))


def _small_words(canvas: Any) -> None:
    canvas.setFillColorRGB(*_INK)
    for box in BOXES:
        if box in HEADS:
            _head(canvas, box)
        elif box.below - box.top == 1 and box.number in _IN_ONE_LINE:
            canvas.setFont(_BOLD, _TINY)
            canvas.drawString(left_of(box.left) + 1.6, top_of(box.below) + 3.2, box.number)
        elif box.words:
            _caption(canvas, box)
    canvas.setFont(_PLAIN, _SMALL)
    for label in LABELS:
        canvas.drawRightString(left_of(label.before), baseline(label.line) + 1, label.words)


def _head(canvas: Any, box: Box) -> None:
    x, y = left_of(box.left) + 2, top_of(box.top)
    canvas.setFont(_BOLD, _SMALL)
    canvas.drawString(x, y - 9, box.number)
    canvas.setFont(_PLAIN, _SMALL)
    canvas.drawString(x, y - 17, box.words)


def _caption(canvas: Any, box: Box) -> None:
    x, y = left_of(box.left) + 2, top_of(box.top) - 5.6
    if box.number != "carrier":
        canvas.setFont(_BOLD, _SMALL)
        canvas.drawString(x, y, box.number)
        x += canvas.stringWidth(f"{box.number} ", _BOLD, _SMALL)
    canvas.setFont(_PLAIN, _SMALL)
    canvas.drawString(x, y, box.words)

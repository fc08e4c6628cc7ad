"""The buttons on Home of a workbook with macros: shapes that call what the large buttons of the ribbon call.

A button of the ribbon hands its Sub the control that was clicked, a shape hands it nothing; so each has a Sub
of its own, and both hold the same line.

Source: ECMA-376 part 1, §20.5.2.24 (oneCellAnchor), §20.5.2.29 (sp, macro); Excel writes [0]!Name for a macro
of the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from xl_massbill.template.buttons import BUTTONS, Button
from xl_massbill.template.home import BUTTONS_ROW
from xl_massbill.template.styles import FONT, Ink

ON_HOME = tuple(button for button in BUTTONS if button.large)
"""The daily four."""

_PIXEL = 9525
"""English metric units of a pixel."""
WIDE, HIGH, EVERY = 180, 34, 2
"""Pixels of a button, and how many columns lie between the beginnings of two."""

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PART = "xl/drawings/drawing1.xml"


def with_buttons(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a workbook with the buttons on its first sheet; ValueError without a drawing."""
    end = b"</wsDr>"
    if b"drawing1.xml" not in parts.get("xl/worksheets/_rels/sheet1.xml.rels", b""):
        raise ValueError("the first sheet has no drawing to put buttons into")
    if parts[_PART].count(end) != 1:
        raise ValueError("the drawing is not as it was made")
    made = "".join(_anchor(i, button) for i, button in enumerate(ON_HOME)).encode()
    return dict(parts) | {_PART: parts[_PART].replace(end, made + end)}


def macros() -> Iterator[tuple[str, Button]]:
    """Yield the name of each Sub that a shape calls, with the button it is for."""
    for button in ON_HOME:
        yield f"Home_{button.macro.removeprefix('MassBill_')}", button


def _anchor(i: int, button: Button) -> str:
    name = {b.id: n for n, b in macros()}[button.id]
    size = f'cx="{WIDE * _PIXEL}" cy="{HIGH * _PIXEL}"'
    return (
        f'<xdr:oneCellAnchor xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main">'
        f"<xdr:from><xdr:col>{1 + EVERY * i}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{BUTTONS_ROW - 1}</xdr:row><xdr:rowOff>{3 * _PIXEL}</xdr:rowOff></xdr:from>"
        f"<xdr:ext {size}/>"
        f'<xdr:sp macro="[0]!{name}" textlink="">'
        f'<xdr:nvSpPr><xdr:cNvPr id="{100 + i}" name="{name}" descr="{escape(button.tip)}"/><xdr:cNvSpPr/>'
        f'</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        '</a:xfrm><a:prstGeom prst="roundRect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{Ink.BLUE}"/></a:solidFill>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{Ink.TEXT}"/></a:solidFill></a:ln></xdr:spPr>'
        '<xdr:txBody><a:bodyPr vertOverflow="clip" horzOverflow="clip" rtlCol="0" anchor="ctr"/><a:lstStyle/>'
        '<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="en-US" sz="1000" b="1">'
        f'<a:solidFill><a:srgbClr val="{Ink.WHITE}"/></a:solidFill><a:latin typeface="{FONT}"/></a:rPr>'
        f"<a:t>{escape(button.label)}</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>"
    )

"""How a sheet comes out of the printer: landscape, few pages wide, headings on every page."""

from __future__ import annotations

import math

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.template.widths import pixels

_US_LETTER = 1


MOST_PIXELS = 2_150
"""What one page holds so that it can still be read: letters of about four and a half points."""


def pages_wide(sheet: Worksheet) -> int:
    """Return over how many pages the columns that are shown must be spread."""
    shown = [column.width for column in sheet.column_dimensions.values() if not column.hidden]
    return max(1, math.ceil(sum(map(pixels, shown)) / MOST_PIXELS))


def on_paper(sheet: Worksheet, header: int | None = None) -> None:
    """Set a sheet up for printing; `header` is the row of headings that every page repeats."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _US_LETTER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = "&A", 8
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = "Page &P of &N", 8
    if header is not None:
        sheet.print_title_rows = f"{header}:{header}"

"""How a sheet comes out of the printer: landscape, one page wide, headings on every page."""

from __future__ import annotations

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

_US_LETTER = 1


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

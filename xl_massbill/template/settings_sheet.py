"""The hidden sheet xlwings.conf: how xlwings behaves in our workbooks, whatever the computer's own settings.

Which Python is used is not among them: that differs from computer to computer and stands in the user's own
file, which `xl-massbill install` writes.

Source: xlwings' manual, "Add-in & settings: workbook config"; its module GetConfig (sheet before user file).
"""

from __future__ import annotations

from openpyxl.workbook import Workbook

SHEET = "xlwings.conf"
SETTINGS = (
    ("USE UDF SERVER", "True"),  # Windows: Python stays in memory, a click takes no start
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),  # nothing that lies beside a workbook is ever run
    ("SHOW CONSOLE", "False"),
    ("DEBUG UDFS", "False"),
    ("SHOW_ERROR_POPUPS", "True"),  # else the error would become a sheet in the clinic's workbook
)


def settings_sheet(workbook: Workbook) -> None:
    """Add the sheet, all texts, names in the first column and values in the second."""
    sheet = workbook.create_sheet(SHEET)
    for row in SETTINGS:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.number_format, cell.data_type = "@", "s"
    sheet.column_dimensions["A"].width = 34
    sheet.sheet_state = "hidden"

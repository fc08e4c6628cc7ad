"""The workbook that stands open in Excel, behind the workbook port: read and written through xlwings."""

from __future__ import annotations

from xl_massbill.hosts.excel.workbook import ExcelWorkbook

__all__ = ["ExcelWorkbook"]

"""Tests of the workbook's hosts."""

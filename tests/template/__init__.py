"""Tests of the template workbook."""

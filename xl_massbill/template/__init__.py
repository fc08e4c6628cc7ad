"""Builds the workbook that staff work in, from the classes of its tables."""

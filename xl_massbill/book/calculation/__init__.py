"""What the workbook's own formulas come to, without Excel: few functions, over whole columns of tables."""

from xl_massbill.book.calculation.calculation import FORMULA_SHEETS, Calculation, Result

__all__ = ["FORMULA_SHEETS", "Calculation", "Result"]

"""Insurance billing for massage-therapy clinics, inside the workbook the staff already use."""

__version__ = "0.1.0"

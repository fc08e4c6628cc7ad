"""A page as 66 lines of 80 characters: what the printer of the form and the print image both need.

Source: the table of fields in geometry.
"""

from __future__ import annotations

from xl_massbill.forms.cms1500.boxes import Page
from xl_massbill.forms.cms1500.geometry import COLUMNS, FIELDS, LINES


def rows(page: Page) -> list[str]:
    """Return the lines of a page, each as long as the form is wide."""
    signs = [[" "] * COLUMNS for _ in range(LINES)]
    for box, text in page.items():
        field = FIELDS[box]
        set_text = text.rjust(field.width) if field.right else text.ljust(field.width)
        signs[field.line - 1][field.column - 1 : field.end - 1] = set_text
    return ["".join(row) for row in signs]

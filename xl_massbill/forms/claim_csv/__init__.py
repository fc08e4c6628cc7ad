"""The claim CSV: one row a service line, for clearinghouses that take uploads; written, read back, verified.

Source: handbook §1.12, §7.4, §7.8; RFC 4180.
"""

from xl_massbill.forms.claim_csv.columns import COLUMNS, Column, columns_page, described
from xl_massbill.forms.claim_csv.reading import ReadClaim, ReadLine, read_claims, verify
from xl_massbill.forms.claim_csv.writing import Written, write

__all__ = [
    "COLUMNS",
    "Column",
    "ReadClaim",
    "ReadLine",
    "Written",
    "columns_page",
    "described",
    "read_claims",
    "verify",
    "write",
]

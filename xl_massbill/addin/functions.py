"""The worksheet functions, all in one place: what Excel calls, and what a user of xlwings Lite imports.

`from xl_massbill.addin.functions import *` in the code of an xlwings Lite workbook registers them all.
Nothing heavy is loaded by the import: tables and frames come with the first formula that needs them.

Source: DESIGN §5.
"""

from xl_massbill.addin.claim_functions import MB_AGE, MB_BUCKET, MB_CHECK, MB_STATUS
from xl_massbill.addin.code_functions import MB_CODE, MB_DENIAL, MB_DX, MB_NPI, MB_PAIR, MB_VERSION
from xl_massbill.addin.payer_functions import MB_ALLOWED, MB_FEE, MB_FILE_BY
from xl_massbill.addin.unit_functions import MB_UNITS, MB_UNITS_SPLIT
from xl_massbill.addin.visit_functions import MB_REFERRAL, MB_VISITS_LEFT
from xl_massbill.addin.worksheet import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "MB_AGE",
    "MB_ALLOWED",
    "MB_BUCKET",
    "MB_CHECK",
    "MB_CODE",
    "MB_DENIAL",
    "MB_DX",
    "MB_FEE",
    "MB_FILE_BY",
    "MB_NPI",
    "MB_PAIR",
    "MB_REFERRAL",
    "MB_STATUS",
    "MB_UNITS",
    "MB_UNITS_SPLIT",
    "MB_VERSION",
    "MB_VISITS_LEFT",
]

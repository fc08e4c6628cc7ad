"""Days and releases as published files write them: in their cells, and in their names.

Source: handbook §2.6 (quarters of NCCI, October of ICD-10-CM); names of the files as CMS publishes them.
"""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FORMS = (
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)"),
    re.compile(r"(?P<m>\d\d?)[-/.](?P<d>\d\d?)[-/.](?P<y>(?:19|20)\d\d)"),
)
NCCI_BEGAN = 1994
"""NCCI numbers its versions from its first year: v32.3 is the fourth quarter of 2026."""


def day_of(cell: str) -> dt.date | None:
    """Return the day in a cell, None where there is none ("*" stands for "no data").

    >>> day_of("20261001"), day_of("10/1/2026"), day_of("2026-10-01"), day_of("*"), day_of("20269999")
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 1), datetime.date(2026, 10, 1), None, None)
    """
    for form in _FORMS:
        if found := form.fullmatch(cell.strip()):
            try:
                return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def quarter(day: dt.date) -> str:
    """Return the quarter of a day.

    >>> quarter(dt.date(2026, 10, 1))
    '2026Q4'
    """
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_in(name: str) -> str:
    """Return the quarter that a file's name tells, "" if it tells none.

    >>> quarter_in("ccipra-v323r0-f1.TXT"), quarter_in("medicare-ncci-2026-q4-practitioner-mue-table.zip")
    ('2026Q4', '2026Q4')
    >>> quarter_in("MCR_MUE_Practitioner_Eff_10-01-2026.csv"), quarter_in("2026Q1"), quarter_in("edits.txt")
    ('2026Q4', '2026Q1', '')
    """
    if found := re.search(r"(?i)(20\d\d)[-_ ]?q([1-4])", name):
        return f"{found[1]}Q{found[2]}"
    if (found := re.search(r"(?i)\bv(\d\d)\.?([0-3])(?:r\d+)?\b", name)) and int(found[1]) >= 20:
        return f"{NCCI_BEGAN + int(found[1])}Q{int(found[2]) + 1}"
    day = day_in(name)
    return quarter(day) if day else ""


def day_in(name: str) -> dt.date | None:
    """Return the day, or the first day of the month, that a file's name tells.

    >>> day_in("HCPC2026_OCT_ANWEB.txt"), day_in("carc_2026-11-01.csv"), day_in("list.csv")
    (datetime.date(2026, 10, 1), datetime.date(2026, 11, 1), None)
    """
    for form in _FORMS:
        if (found := re.search(rf"(?<!\d){form.pattern}(?!\d)", name)) and (day := day_of(found[0])):
            return day
    if found := re.search(rf"(?i)(20\d\d)[-_ ]?({'|'.join(_MONTHS)})", name):
        return dt.date(int(found[1]), _MONTHS.index(found[2].upper()[:3]) + 1, 1)
    return None


def fiscal_release_in(name: str) -> tuple[int, dt.date] | None:
    """Return the fiscal year of ICD-10-CM that a file's name tells, and the first day of that release.

    >>> fiscal_release_in("icd10cm_order_2027.txt"), fiscal_release_in("icd10cm-order-April-2027.txt")
    ((2027, datetime.date(2026, 10, 1)), (2027, datetime.date(2027, 4, 1)))
    >>> fiscal_release_in("FY2027"), fiscal_release_in("tabular-2027-April-1.xml"), fiscal_release_in("x.txt")
    ((2027, datetime.date(2026, 10, 1)), (2027, datetime.date(2027, 4, 1)), None)
    """
    found = re.search(r"(?<!\d)(20[2-9]\d)(?!\d)", name)
    if found is None:
        return None
    year = int(found[1])
    if re.search(r"(?i)apr", name):
        return year, dt.date(year, 4, 1)
    if re.search(r"(?i)jan", name):
        return year, dt.date(year, 1, 1)
    return year, dt.date(year - 1, 10, 1)

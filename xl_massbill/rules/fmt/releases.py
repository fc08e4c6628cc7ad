"""What the label of a code list says about its age: a year, a quarter, or a fiscal year.

CMS renews NCCI files each quarter and ICD-10-CM each October (fiscal year), the AMA renews CPT each January.

Source: handbook §2.6.
"""

from __future__ import annotations

import re


def year_of(label: object) -> int | None:
    """Return the year that a label names, None if it names none.

    >>> year_of("2026"), year_of("CPT 2025 short list"), year_of("current")
    (2026, 2025, None)
    """
    found = re.search(r"(?<!\d)(20\d\d)(?!\d)", str(label))
    return int(found[1]) if found else None


def quarter_of(label: object) -> int | None:
    """Return the quarter that a label names, counted as 4 x year + quarter; None if it names none.

    >>> quarter_of("2026Q4"), quarter_of("Q3 2026"), quarter_of("2026-09-30"), quarter_of("v32")
    (8108, 8107, 8107, None)
    """
    text = str(label).upper()
    year = year_of(re.sub(r"Q[1-4]", " ", text))
    if year is None:
        return None
    if found := re.search(r"Q([1-4])", text):
        return 4 * year + int(found[1])
    month = _month_of(text)
    return None if month is None else 4 * year + (month + 2) // 3


def fiscal_year_of(label: object) -> int | None:
    """Return the ICD-10-CM fiscal year that a label names; it begins in October of the year before.

    >>> fiscal_year_of("FY2026"), fiscal_year_of("2026-04"), fiscal_year_of("2026-10-01"), fiscal_year_of("?")
    (2026, 2026, 2027, None)
    """
    text = str(label)
    year, month = year_of(re.sub(r"(?i)FY", " ", text)), _month_of(text)
    return year if year is None or month is None else year + (month >= 10)


def _month_of(text: str) -> int | None:
    found = re.search(r"(?<!\d)20\d\d[-/.](0?[1-9]|1[0-2])(?!\d)", text)
    return int(found[1]) if found else None

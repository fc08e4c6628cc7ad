"""What is wrong with the diagnoses of a claim: qualifiers, shape, existence on the day, order, repetition.

Existence is judged only within the years that the shipped list speaks for; no code is ever suggested.

Source: handbook §3.1-3.4, DX-003 to DX-020, §7.11; ICD-10-CM guidelines I.C.20 (external causes).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from xl_massbill.codes import icd10, icd_release
from xl_massbill.forms.x837p.lint.claim import Claim
from xl_massbill.forms.x837p.lint.finding import Raised, shown

_SINCE = "20151001"
"""First day of service with ICD-10 codes (45 CFR 162.1002)."""
Problem = tuple[str, dict[str, object]]


def diagnoses(claim: Claim) -> Iterator[Raised]:
    """Yield what is wrong with the diagnoses of a claim."""
    segment, between = claim.diagnoses, claim.diagnoses.delimiters.component
    days = claim.days()
    day = min(days) if days else ""
    seen: set[str] = set()
    for at, text in enumerate(segment.elements[1:], 1):
        qualifier, _, code = text.partition(between)
        code = code.partition(between)[0]
        place = f"HI{at:02}-2"
        if qualifier in ("BK", "BF") and day >= _SINCE:
            values = {"value": qualifier, "due": f"A{qualifier}"}
            yield Raised("L-DX-SET", segment.number, "2300", f"HI{at:02}-1", values)
        elif qualifier in ("ABK", "ABF") and code:
            for name, facts in _problems(code, day):
                yield Raised(name, segment.number, "2300", place, facts)
            if at == 1 and icd10.is_external_cause(code):
                yield Raised("L-DX-FIRST", segment.number, "2300", place, {"value": shown(code)})
        if code in seen:
            yield Raised("L-DX-TWICE", segment.number, "2300", place, {"value": shown(code)})
        seen.add(code)


@lru_cache(1 << 13)
def _problems(code: str, day: str) -> tuple[Problem, ...]:
    """Return what is wrong with one ICD-10 code for services of a day."""
    values: dict[str, object] = {"value": shown(code), "day": day}
    if "." in code:
        return (("L-DX-DOT", values),)
    if not icd10.is_valid(code):
        return (("L-DX-SHAPE", values),)
    name = _existence(code, day)
    return ((name, values),) if name else ()


def _existence(code: str, day: str) -> str:
    """Return the class of defects of a code on a day, "" where the list knows it or does not speak."""
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        return ""
    if not icd_release.STARTS <= on <= icd_release.ENDS:
        return ""
    known = icd_release.find(code)
    if known is None:
        return "L-DX-UNKNOWN"
    if known.is_valid_on(on):
        return ""
    return "L-DX-HEADER" if not known.billable and known.ends is None else "L-DX-DAY"

"""FMT-014: a code list, a price or a payer's rule is older than the services it judges.

Why: codes, pair edits and policies change on known days; a claim checked against last year's list is denied
for what the list could have told. One finding a list, or a payer, never one a line. Diagnosis codes are as
new as the newest of the index that comes with the program and the releases laid over it on sheet ICD.

Source: handbook §6.1, §2.6. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.codes import icd_release
from xl_massbill.rules.fmt.confirmations import MONTHS, long_unconfirmed
from xl_massbill.rules.fmt.fmt_007 import ICD_10_BEGAN
from xl_massbill.rules.fmt.releases import fiscal_year_of, quarter_of, year_of
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet, as_mask

_APPLIED = {"ncci_ptp": "ncci_applied", "mue": "mue_applied"}
_DATED = ("pos", "carc", "rarc")
_AGELESS = 99_999


def out_of_date(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield each list, and each payer's rules, that are older than the services they are used for."""
    name, lines, dos = sheet.table.facts.name, question.lines, question.lines["dos"]
    billed = as_mask(lines["is_billable"]) & as_mask((dos >= ICD_10_BEGAN) & (dos <= lines.as_of))
    if not billed.any():
        return
    if name == "codes":
        yield from _codes(sheet, question, billed)
    elif name == "icd":
        release, label = _newest(fiscal_year_of, [*sheet["release_label"].unique(), icd_release.LABEL])
        late = billed & as_mask(dos.dt.year + (dos.dt.month >= 10) > release)
        yield from _as_a_whole(sheet, "release_label", label, late, question)
    elif name in _APPLIED:
        release, label = _newest(quarter_of, sheet["file_version"].unique())
        used = billed & lines.rule_says(_APPLIED[name], "Y")
        late = used & as_mask(dos.dt.year * 4 + dos.dt.quarter > release)
        yield from _as_a_whole(sheet, "file_version", label, late, question)
    elif name in _DATED:
        newest = sheet["list_date"].max()  # missing for a list that was never loaded: then no day is later
        late = billed & as_mask(dos > newest + pd.DateOffset(months=MONTHS))
        yield from _as_a_whole(sheet, "list_date", str(newest)[:10], late, question)
    else:
        yield from long_unconfirmed(sheet, question, billed)


def _newest(age_of: Callable[[object], int | None], labels: Iterable[Any]) -> tuple[int, str]:
    """Return age and words of the newest label; a list whose labels tell no age is never out of date."""
    aged = [(age, str(label)) for label in labels if (age := age_of(label)) is not None]
    return max(aged, default=(_AGELESS, ""))


def _codes(codes: Sheet, question: Question, billed: Mask) -> Iterator[CellHit]:
    """Yield the code list if a code that was billed comes from the list of an earlier year."""
    at, dos = question.lines.position("code"), question.lines["dos"]
    is_cpt = codes["code"].str[:1].str.isdigit()  # HCPCS codes, which begin with a letter, have no age check
    years = [year_of(v) if cpt else None for v, cpt in zip(codes["version_label"], is_cpt, strict=True)]
    listed = np.array([_AGELESS if year is None else year for year in [*years, None]])[at]
    late = billed & as_mask(dos.dt.year > listed)
    if late.any():
        yield from _as_a_whole(codes, "version_label", str(listed[late].min()), late, question)


def _as_a_whole(sheet: Sheet, field: str, label: str, late: Mask, question: Question) -> Iterator[CellHit]:
    """Yield the one finding of a list, with the latest day of service that it is too old for."""
    if late.any():
        day = question.lines["dos"][late].max().date()
        values = {"table": f"list {sheet.table.facts.excel}", "label": label, "dos": day, "v": label}
        yield CellHit(sheet.table.facts.name, -1, field, values, lines=np.flatnonzero(late).tolist())


RULE = Rule(
    id="FMT-014",
    title="reference age",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.1, §2.6",
    message="Your {table} is from {label}; services on {dos} may need the newer one. Load the update.",
    example="The code list is of 2025, but visits of 2026 are billed.",
    on_tables=out_of_date,
    tables=("codes", "ncci_ptp", "mue", "icd", "pos", "carc", "rarc", "payer_rules", "fees"),
)

"""What a payer asks to see of the clinic and of the therapist beside their NPIs.

Taxonomy codes go out unless the payer's rule says N; the rule may also name the code under which the payer
knows them. A therapist's licence goes out only where the payer asks for it, the payer's own number for the
therapist where its enrolment of the day has one.

Source: handbook §1.4 (TherapistPayer, licence "if payer asks"), §1.5 (taxonomy_billing, taxonomy_rendering),
§7.3 (2000A PRV, 2310B PRV and REF).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, Protocol

import pandas as pd

from xl_massbill.book.sheet import Sheet
from xl_massbill.codes import taxonomy
from xl_massbill.practice import Records
from xl_massbill.practice.payer_rules import PayerRuleBook

KEYS = ("taxonomy_billing", "taxonomy_rendering", "license_rendering")


class VisitLine(Protocol):
    """A visit line, as far as a payer's wishes are concerned."""

    def __getitem__(self, name: str) -> Any:
        """Return a cell."""


class Asked(NamedTuple):
    """What a payer's rules say, and the numbers they may ask for."""

    taxonomy_billing: str | None = None
    taxonomy_rendering: str | None = None
    license: str = ""
    payer_provider_id: str = ""


def sent_taxonomy(rule: str | None, own: str) -> str:
    """Return the taxonomy code that goes out: the provider's own, another that the payer names, or none.

    >>> [sent_taxonomy(rule, "225700000X") for rule in (None, "N", "261Q00000x")]
    ['225700000X', '', '261Q00000X']
    """
    word = (rule or "").strip().upper()
    return "" if word == "N" else word if taxonomy.is_valid(word) else own


class AskedBy:
    """The wishes of the payers of a practice."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._numbers = _numbers(records["therapist_payer"])

    def asked(self, row: VisitLine, payer_id: str, *, is_first: bool) -> Asked:
        """Return what a payer asks about a claim that begins with this line.

        The line itself knows the rules of the payer of its own plan only.
        """
        rules = [row[f"rule:{key}"] for key in KEYS] if is_first else self._rules(row, payer_id)
        billing, rendering, license_ = rules
        return Asked(
            billing,
            rendering,
            (row["licence_license_no"] or "") if license_ == "Y" else "",
            self._number(row["therapist_id"], payer_id, row["dos"]),
        )

    def _rules(self, row: VisitLine, payer_id: str) -> list[str | None]:
        therapist, records = row["@therapist"], self._records
        kind = records["therapists"]["provider_type"].iloc[therapist] if therapist >= 0 else None
        book = PayerRuleBook(
            records["payer_rules"],
            payer=pd.Series([payer_id], dtype=object),
            code=pd.Series([row["code"]], dtype=object),
            provider_type=pd.Series([kind], dtype=object),
            dos=pd.Series([row["dos"]], dtype="datetime64[ns]"),
        )
        return [book.values(key).iloc[0] for key in KEYS]

    def _number(self, therapist: str | None, payer: str, day: dt.date) -> str:
        found = [row for row in self._numbers.get((therapist, payer), ()) if row[0] <= day <= row[1]]
        return max(found)[2] if found else ""


def _numbers(sheet: Sheet) -> dict[Any, list[tuple[dt.date, dt.date, str]]]:
    """Return from when to when which number is the therapist's at the payer; days in doubt give none."""
    found: dict[Any, list[tuple[dt.date, dt.date, str]]] = {}
    names = ("therapist_id", "payer_id", "payer_provider_id", "status", "effective_from", "effective_to")
    doubtful = [sheet.unread(name) for name in names[4:]]
    for at, cells in enumerate(zip(*(sheet[name] for name in names), strict=True)):
        therapist, payer, number, status, starts, ends = cells
        is_over = status == "TERMED" and pd.isna(ends)
        if not number or is_over or any(mask is not None and mask[at] for mask in doubtful):
            continue
        begins = dt.date.min if pd.isna(starts) else starts.date()
        finishes = dt.date.max if pd.isna(ends) else ends.date()
        found.setdefault((therapist, payer), []).append((begins, finishes, number))
    return found

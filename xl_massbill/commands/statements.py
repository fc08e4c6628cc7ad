"""Statements to patients: one PDF a patient and one to print them all; booked only when they were sent.

Only what a payer has made the patient's, or the patient's own visits. A patient with a credit gets none: the
credit is named, for it is to be paid back.

Source: handbook §10.1, §10.2 (patient A/R), §10.4 (days 0, 30, 60, 90), §1.14.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from xl_massbill.aging.buckets import BUCKETS, bucket_of
from xl_massbill.aging.cohort import every_family
from xl_massbill.aging.plans import plans
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.kept_files import put
from xl_massbill.claims.ledger import PATIENT, open_items
from xl_massbill.claims.parties import Parties
from xl_massbill.commands.contact import Noted, note
from xl_massbill.commands.credits import unsettled
from xl_massbill.commands.letter_facts import LetterFacts
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.forms.paper import Paper, all_drawn, drawn
from xl_massbill.forms.statement import Item, Statement, paper
from xl_massbill.practice import Lines, Records

_NOTICE_FROM = (0, 30, 60, 90)
"""Days since the patient's part was final from which each notice is due."""
_TO_PAY = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Run:
    """The statements of a day: for whom, how much in cents, and patients with credits to pay back."""

    statements: tuple[Statement, ...]
    patients: tuple[str, ...]
    credits: dict[str, int]
    files: tuple[Path, ...] = ()
    waiting: frozenset[str] = frozenset()
    """Patients whose credit is on claims that the payer may still pay."""

    @property
    def cents(self) -> int:
        """Return what they ask for in all."""
        return int(sum((one.due for one in self.statements), Decimal(0)) * 100)

    def text(self) -> str:
        """Return what was made and for how much, and whose credits are to be paid back."""
        notices = {n: sum(one.notice == n for one in self.statements) for n in range(1, 5)}
        told = ", ".join(f"{many:,} of notice {n}" for n, many in notices.items() if many)
        lines = [
            f"{patient} has a credit of ${-cents / 100:,.2f}: {self._what(patient)}, no statement."
            for patient, cents in self.credits.items()
        ]
        made = f"{counted(len(self.statements), 'statement')}, ${self.cents / 100:,.2f}"
        return "\n".join([*lines, f"{made} ({told})." if told else f"{made}."])

    def _what(self, patient: str) -> str:
        if patient in self.waiting:
            return "wait until its denied claim is settled"
        return "pay it back"


def statements(workbook: Workbook, as_of: dt.date, least: int = 1, only: str = "") -> Run:
    """Return the statements that are due as of a day, of at least so many cents; nothing is written.

    Raise NoTable if a sheet is not there, Refused if `only` is no patient, or has nothing to pay.
    """
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "patients", "payers")
    known = records.index("patients", "patient_id")
    items = open_items(Lines(records, as_of)).of(PATIENT)
    owed = items.groupby("patient_id", sort=True)["cents"].sum()
    chosen = [
        str(p) for p, cents in owed.items() if cents >= max(least, 1) and p in known and only in ("", p)
    ]
    if only and not chosen:
        raise Refused(f"Patient {only} is not on sheet Patients, or has nothing to pay.")
    made = _Maker(records, as_of)
    found = tuple(made.statement(p, items[items["patient_id"] == p], n) for n, p in enumerate(chosen, 1))
    credits_ = {str(p): int(cents) for p, cents in owed.items() if cents < 0 and only in ("", p)}
    over = items[items["cents"] < 0]
    settled = over[~over["claim_id"].isin(unsettled(records, as_of))]["patient_id"] if credits_ else ()
    return Run(found, tuple(chosen), credits_, waiting=frozenset(credits_) - set(settled))


def write(workbook: Workbook, run: Run, out: Path | None = None) -> Run:
    """Write one PDF a patient and one of all; file names hold the numbers of the statements only."""
    if not run.statements:
        return run
    files = put_files(workbook, drawn_files(workbook, run), out)
    return replace(run, files=files)


def drawn_files(workbook: Workbook, run: Run) -> dict[str, bytes]:
    """Return the PDFs by name, first the one of all statements."""
    clinic = Parties(Records(workbook)).billing()
    papers: list[Paper] = []
    made: dict[str, bytes] = {}
    for done, one in enumerate(run.statements):
        workbook.progress(done, len(run.statements), "Drawing statements")
        papers.append(paper(one, clinic))
        made[f"{one.number}.pdf"] = drawn(papers[-1])
    every = f"statements_{run.statements[0].issued:%Y%m%d}_all.pdf"
    whole = {every: all_drawn(papers, "Statements")}
    workbook.progress(len(papers), len(papers), "Drawing statements")
    return whole | made


def put_files(workbook: Workbook, files: Mapping[str, bytes], out: Path | None = None) -> tuple[Path, ...]:
    """Put PDFs into the folder of the statements and return where each is."""
    folder = out or Folder.of(workbook.path).out / "statements"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        put(folder / name, data)
    return tuple(folder / name for name in files)


def mark_sent(workbook: Workbook, run: Run, by: str, as_of: dt.date) -> str:
    """Note on sheet FollowUp that the statements were sent (not yet saved); return a sentence.

    The patients come back in the work list after 30 days.
    """
    if not run.patients:
        return "No statement to note."
    noted = Noted("STATEMENT", by, next_action="see whether it was paid", next_due=as_of + _TO_PAY)
    return note(workbook, run.patients, noted, as_of)


class _Maker:
    """Makes statements of one day out of the records."""

    def __init__(self, records: Records, as_of: dt.date) -> None:
        self._records, self._as_of = records, as_of
        self._parties, self._facts = Parties(records), LetterFacts(records, as_of)
        families = every_family(records)
        self._families = {str(row["head_id"]): row for row in families.to_dict("records")}
        self._lines = Lines(records, as_of)
        self._plans = plans(records, as_of)

    def statement(self, patient: str, items: pd.DataFrame, number: int) -> Statement:
        """Return one patient's statement; credits among the items come off."""
        ages = [(self._as_of - pd.Timestamp(day).date()).days for day in items["dos"]]
        oldest = max(ages, default=0)
        notice = sum(oldest >= least for least in _NOTICE_FROM) or 1
        buckets = dict.fromkeys(BUCKETS, Decimal(0))
        for age, cents in zip(ages, items["cents"], strict=True):
            buckets[bucket_of(age)] += _dollars(cents)
        rows = [*self._of_claims(items), *self._of_visits(patient, items)]
        return Statement(
            number=f"ST{self._as_of:%Y%m%d}-{number:04d}",
            issued=self._as_of,
            pay_by=self._as_of + _TO_PAY,
            notice=notice,
            patient=self._parties.patient(self._records.index("patients", "patient_id")[patient]),
            items=tuple(sorted(rows, key=lambda item: item.day or dt.date.min)),
            by_age=tuple(buckets.items()),
            words=self._facts.footer,
            instalment=self._instalment(patient),
        )

    def _instalment(self, patient: str) -> tuple[dt.date, Decimal] | None:
        """Return when and how much a patient pays next by a plan; None without one, or at its end."""
        plan = self._plans.get(patient)
        coming = plan.next(self._as_of) if plan else None
        return (coming[0], _dollars(coming[1])) if coming else None

    def _of_claims(self, items: pd.DataFrame) -> Iterator[Item]:
        for claim, cents in zip(items["claim_id"], items["cents"], strict=True):
            if claim is None or pd.isna(claim):
                continue
            row = self._families[str(claim)]
            charge, paid, due = (_dollars(v) for v in (row["charge"], row["patient_paid"], cents))
            yield Item(
                pd.Timestamp(row["dos"]).date(),
                self._services(str(claim)),
                charge,
                charge - paid - due,
                paid,
                due,
            )

    def _services(self, claim: str) -> str:
        lines = self._records["claim_lines"]
        of_claim = (lines["claim_id"] == claim).to_numpy(dtype=bool, na_value=False)
        codes = dict.fromkeys(code for code in lines["code"][of_claim] if code is not None)
        names = ", ".join(self._facts.short_names.get(code, code) for code in codes)
        return f"{names} ({claim})" if names else f"Claim {claim}"

    def _of_visits(self, patient: str, items: pd.DataFrame) -> Iterator[Item]:
        """Yield the patient's own visits that are open: those lines that the ledger counts."""
        wanted = items[items["claim_id"].isna()]
        if not len(wanted):
            return
        lines = self._lines
        own = (lines["patient_id"] == patient).to_numpy(dtype=bool, na_value=False)
        open_ = {(pd.Timestamp(d), int(c)) for d, c in zip(wanted["dos"], wanted["cents"], strict=True)}
        names = ("dos", "code", "charge", "patient_paid", "status", "coverage_pay_type")
        for values in zip(*(lines[n][own].tolist() for n in names), strict=True):
            row = dict(zip(names, values, strict=True))
            charge, paid = _cents(row["charge"]), _cents(row["patient_paid"])
            if (row["dos"], charge - paid) in open_ and charge != paid and _is_theirs(row):
                code = str(row["code"] or "")
                service = self._facts.short_names.get(code, code)
                yield Item(
                    pd.Timestamp(row["dos"]).date(), service, _dollars(charge), Decimal(0), _dollars(paid),
                    _dollars(charge - paid),
                )  # fmt: skip


def _is_theirs(row: dict[str, Any]) -> bool:
    pays = row["coverage_pay_type"] in ("CASH", "SUPERBILL")
    return row["status"] == "CASH" or (row["status"] == "DONE" and pays)


def _cents(value: Any) -> int:
    return 0 if value is None or pd.isna(value) else int(value)


def _dollars(cents: Any) -> Decimal:
    return Decimal(int(cents)).scaleb(-2)

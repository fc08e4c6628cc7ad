"""An invented massage practice, the same for the same seed: people, payers, papers, visits, notes.

It is clean by every rule of the handbook that looks at what stands in the workbook before anything was
billed; slips are then planted on purpose, each listed with the finding it must give.

Source: handbook §1, §4, §5, §6.
"""

from __future__ import annotations

import datetime as dt
import random

from xl_massbill.sample import clinic
from xl_massbill.sample.booking import book
from xl_massbill.sample.calendar import opened
from xl_massbill.sample.days import Window, plan
from xl_massbill.sample.history import bill
from xl_massbill.sample.manifest import Sample, Tables
from xl_massbill.sample.notes import Writer
from xl_massbill.sample.papers import Papers
from xl_massbill.sample.patients import invent
from xl_massbill.sample.payers import fee_rows, payer_rows, rule_rows
from xl_massbill.sample.rows import note_row, visit_rows
from xl_massbill.sample.sessions import Session, treat
from xl_massbill.sample.slips import plant

AS_OF = dt.date(2026, 9, 30)
_WORKSITE = 3  # how many sessions are given at the employer's


def sample(  # noqa: PLR0913 - what a caller may choose, all but seed and day by name
    seed: int = 2026,
    as_of: dt.date = AS_OF,
    *,
    patients: int | None = None,
    visits: int | None = None,
    with_slips: bool = True,
    thorough: bool = False,
    billed: bool = True,
) -> Sample:
    """Return an invented practice with so many patients and visit lines in the nine months up to a day.

    Without numbers there are 40 patients with 600 lines; 160 with 2,400 where the slips shall be `thorough`.
    `with_slips` plants the slips of which a demo survives; `thorough` one of every rule that can be planted,
    with those in the clinic's own row, which stop every claim, and those that need claims already out.
    Visits of more than a week ago are on claims unless `billed` is False. Raise ValueError for numbers that
    do not fit each other.
    """
    patients, visits = patients or (160 if thorough else 40), visits or (2400 if thorough else 600)
    window = Window.ending(as_of)
    rng = random.Random(seed)  # noqa: S311 - nothing here is secret
    people = invent(patients, visits, window.start, rng)
    sessions = plan(people, window, rng)
    for session in sessions:
        treat(session, rng)
    book(sessions, rng)
    papers = Papers(rng)
    papers.file(sessions)
    tables = _tables(window, sessions, papers, rng)
    tables["patients"] = [p.row for p in people]
    planted = plant(tables, as_of, rng, thorough=thorough) if with_slips else []
    if billed:
        planted = sorted(planted + bill(tables, as_of, planted))
    return Sample(tables, as_of, seed, planted)


def _tables(window: Window, sessions: list[Session], papers: Papers, rng: random.Random) -> Tables:
    kept = _numbered(sessions)
    _send_to_worksite(kept)
    writer = Writer(rng)
    confirmed = opened(window.start)
    return {
        "practice": clinic.practice_rows(),
        "therapists": clinic.therapist_rows(window.start),
        "licences": clinic.licence_rows(window.start),
        "therapist_payer": clinic.enrolment_rows(window.start),
        "facilities": clinic.facility_rows(),
        "payers": payer_rows(),
        "payer_rules": rule_rows(confirmed),
        "fees": fee_rows(window.start.replace(month=1, day=1), confirmed),
        "patients": [],
        "coverage": papers.coverage,
        "referrals": papers.referrals,
        "auths": papers.auths,
        "visits": [row for session in kept for row in visit_rows(session)],
        "notes": [note_row(s, writer, rng) for s in kept if s.took_place],
    }


def _numbered(sessions: list[Session]) -> list[Session]:
    """Return the sessions in the order of the day book, with their numbers."""
    ordered = sorted(sessions, key=lambda s: (s.day, s.start, s.therapist))
    for number, session in enumerate(ordered, 1):
        session.visit_id = f"V{number:04d}"
    return ordered


def _send_to_worksite(sessions: list[Session]) -> None:
    """Let the first sessions of whoever may be treated at work take place there."""
    fit = [s for s in sessions if s.patient.payer.worksite and s.took_place]
    for session in fit[:_WORKSITE]:
        session.at_worksite = True

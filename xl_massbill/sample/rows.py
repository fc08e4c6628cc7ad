"""Sessions as rows of Visits and Notes.

Source: handbook §1.11.
"""

from __future__ import annotations

import datetime as dt
import random

from xl_massbill.sample.calendar import DAY, opened
from xl_massbill.sample.clinic import therapists
from xl_massbill.sample.data import data
from xl_massbill.sample.notes import Words, Writer
from xl_massbill.sample.payers import FEES, Row
from xl_massbill.sample.sessions import Line, Session

_LATE = 0.08  # share of notes that are signed the next day
_LATEST = 3  # days after the session


def visit_rows(session: Session) -> list[Row]:
    """Return the rows of Visits of one session."""
    return [_visit_row(session, line, number) for number, line in enumerate(session.lines, 1)]


def _visit_row(session: Session, line: Line, number: int) -> Row:
    row: Row = {
        "visit_id": session.visit_id,
        "line_no": number,
        "dos": session.day,
        "patient_id": session.patient.patient_id,
        "therapist_id": therapists()[session.therapist].therapist_id,
        "code": line.code,
        "units": line.units,
        "unit_charge": FEES[line.code] / 100,
        "charge": line.charge / 100,
        "status": session.status,
        "pos": "18" if session.at_worksite else "11",
        **{f"mod{i}": mod for i, mod in enumerate(line.mods, 1)},
        **{f"dx{i}": dx for i, dx in enumerate(session.patient.condition.dx, 1)},
        **{f"ptr{i}": area.dx for i, area in enumerate(line.areas, 1)},
    }
    if line.minutes is not None:
        row["minutes"] = line.minutes
    if session.took_place:
        row |= {"techniques": ", ".join(line.techniques), "regions": ", ".join(line.regions)}
    if session.status != "CASH":
        row["coverage_id"] = session.coverage["coverage_id"]
    row |= {f"{name}_id": paper[f"{name}_id"] for name, paper in _papers(session) if paper}
    if session.at_worksite:
        row["facility_id"] = data("clinic")["facility"]["facility_id"]
    if line.clock:
        row |= {"line_start": clock(line.clock[0]), "line_end": clock(line.clock[1])}
    if paid := _paid(session, line, number):
        row["patient_paid"] = paid / 100
    return row


def _papers(session: Session) -> list[tuple[str, Row]]:
    return [("referral", session.referral), ("auth", session.auth)]


def _paid(session: Session, line: Line, number: int) -> int:
    """Return what the patient paid for this line in cents: a copay with the first, or all of it."""
    if not session.took_place:
        return 0
    if session.patient.payer.pay_type == "INSURANCE":
        return session.patient.copay * 100 if number == 1 else 0
    return line.charge


def note_row(session: Session, writer: Writer, rng: random.Random) -> Row:
    """Return the row of Notes of one session that took place."""
    words, therapist = writer.write(session), therapists()[session.therapist].therapist_id
    row: Row = {
        "visit_id": session.visit_id,
        "patient_id": session.patient.patient_id,
        "therapist_id": therapist,
        "dos": session.day,
        "start_time": clock(session.start),
        "end_time": clock(session.end),
        "minutes_by_code": ";".join(f"{x.code}={x.minutes}" for x in session.lines if x.minutes is not None),
        "rom_or_function": words.rom,
        **_parts(words),
        "techniques_all": ", ".join(dict.fromkeys(t for x in session.lines for t in x.techniques)),
        "regions_all": ", ".join(dict.fromkeys(r for x in session.lines for r in x.regions)),
        "goal_ref": session.patient.condition.goal,
        "signed_by": therapist,
        "signed_on": _signed(session, rng),
    }
    if session.reports:
        row |= {"progress_report": True, "progress_report_sent_on": session.day}
    return row


def _parts(words: Words) -> Row:
    return {
        "pain_before": words.pain[0],
        "pain_after": words.pain[1],
        "subjective": words.subjective,
        "objective": words.objective,
        "assessment": words.assessment,
        "plan": words.plan,
        "note_text": words.text,
        "response_to_treatment": words.response,
    }


def _signed(session: Session, rng: random.Random) -> dt.datetime:
    """Return when the note was signed: after the session, now and then the next morning.

    Before a closed day or two over a weekend it is not left lying (DOC-019).
    """
    if rng.random() < _LATE:
        morning, minute = opened(session.day + DAY), rng.randrange(60)
        if morning - session.day <= DAY * _LATEST:
            return dt.datetime.combine(morning, dt.time(8, minute))
        return dt.datetime.combine(session.day, clock(session.end + 3 + minute // 2))
    return dt.datetime.combine(session.day, clock(session.end + rng.randrange(3, 40)))


def clock(minutes: int) -> dt.time:
    """Return minutes since midnight as a clock time.

    >>> clock(605)
    datetime.time(10, 5)
    """
    return dt.time(*divmod(minutes, 60))

"""The papers behind each session: benefit checks, doctors' orders, authorisations; each renewed in time.

An order is renewed while three visits and more than two weeks are left, a benefit check after a month and
in a new year, an authorisation with its order: nothing runs out unnoticed, and no rule has to warn.

Source: handbook §1.9, §1.10, §4.2 (windows), §4.3 (counting), §5.9 (stale after 30 days), §4.6 (reports).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterator

from xl_massbill.sample.calendar import DAY, shut
from xl_massbill.sample.checks import check_row
from xl_massbill.sample.numbers import filled
from xl_massbill.sample.patients import Patient
from xl_massbill.sample.payers import Row
from xl_massbill.sample.sessions import Session

SPARE_VISITS, SPARE_DAYS = 3, 15
"""What is left of an order when it is renewed: REF-006 warns at two visits and at 14 days."""
STALE = 30  # days that a benefit check is good for (COV-005)
_VA_DAYS = 90
_REPORT_VISITS, _REPORT_DAYS = 4, 28  # reports go out before the sixth visit and the thirtieth day (AUT-009)
_FORMS = (
    "consent_treatment",
    "hipaa_notice",
    "assignment_of_benefits",
    "release_of_info",
    "financial_policy",
)
_WORDS = ("massage therapy", "massage and manual therapy", "therapeutic massage")


class Papers:
    """Walks through the sessions of each patient and puts papers to them."""

    def __init__(self, rng: random.Random) -> None:
        self.coverage: list[Row] = []
        self.referrals: list[Row] = []
        self.auths: list[Row] = []
        self._rng = rng

    def file(self, sessions: list[Session]) -> None:
        """Make the papers of all sessions."""
        by_patient: dict[str, list[Session]] = defaultdict(list)
        for session in sorted(sessions, key=lambda s: (s.day, s.start)):
            by_patient[session.patient.patient_id].append(session)
        for _, course in sorted(by_patient.items()):
            self._receive(course[0])
            self._check_benefits(course)
            self._order(course)
            self._authorise(course)
            _report(course)

    def _receive(self, first: Session) -> None:
        """Have the forms of the first visit signed, and note when the accident was."""
        patient, day = first.patient, shut(first.day - DAY * self._rng.randrange(3))
        patient.row |= {f"{form}_on": day for form in _FORMS}
        if patient.payer.in_accident:
            patient.accident_date = day - DAY * self._rng.randrange(12, 40)

    def _check_benefits(self, course: list[Session]) -> None:
        row: Row = {}
        checks = 0
        for session in course:
            if not row or (session.status != "SCHEDULED" and _is_stale(row["verified_on"], session.day)):
                since = dt.date(session.day.year, 1, 1)  # a new year wants a new check
                if row:
                    since = max(since, row["verified_on"] + DAY)
                day = min(session.day, max(shut(session.day - DAY * self._rng.randrange(3)), since))
                if row:
                    row["effective_to"] = day - DAY
                row = check_row(session.patient, day, len(self.coverage) + 1, self._rng, before=checks)
                checks += 1
                self.coverage.append(row)
            session.coverage = row

    def _order(self, course: list[Session]) -> None:
        at = 0
        while at < len(course) and course[at].status != "SCHEDULED":
            row, last_day = self._order_row(course[at].patient, course[at])
            part = list(_fitting(course[at:], row["visits_ordered"] - SPARE_VISITS, last_day))
            weeks = Counter(s.day.isocalendar()[:2] for s in part)
            row["frequency_per_week"] = max(weeks.values())
            self.referrals.append(row)
            for session in part:
                session.referral = row
            at += len(part)

    def _order_row(self, patient: Patient, first: Session) -> tuple[Row, dt.date]:
        """Return an order made for a session, and the last day on which it should be used."""
        rng, by, serial = self._rng, patient.prescriber, len(self.referrals) + 1
        signed = shut(first.day - DAY * rng.randrange(1, 7))
        if patient.accident_date:
            signed = max(signed, patient.accident_date + DAY)
        row: Row = {
            "referral_id": f"R{serial:03d}",
            "patient_id": patient.patient_id,
            "coverage_id": first.coverage["coverage_id"],
            "doc_type": patient.payer.order["doc_type"],
            "prov_last": by.last_name,
            "prov_first": by.first_name,
            "prov_credential": by.credential,
            "prov_npi": by.npi,
            "prov_role": "DN",
            "signed_on": signed,
            "dx_list": ", ".join(patient.condition.dx),
            "treat_text": rng.choice(_WORDS),
            "visits_ordered": rng.choice(patient.payer.order["visits"]),
            "received_on": min(signed + DAY * rng.randrange(2), first.day),
            "file_link": f"orders\\R{serial:03d}.pdf",
            "paper_checked_on": first.day,
            "body_regions": ", ".join(patient.condition.regions),
            "goals": patient.condition.goal,
        }
        return row, self._window(row, patient, first)

    def _window(self, row: Row, patient: Patient, first: Session) -> dt.date:
        """Put the dates of the order's window into its row, as its payer and doctor see it."""
        rng, shape = self._rng, patient.payer.order
        signed: dt.date = row["signed_on"]
        ends = signed + DAY * int(patient.payer.rules.get("rx_max_age_days", "365"))
        if shape["doc_type"] == "VA_REFERRAL":
            ends = first.day + DAY * _VA_DAYS
            row["payer_referral_no"] = filled(shape["number"], rng)
        elif weeks := rng.choice(shape["weeks"]):
            row["duration_weeks"] = weeks
            ends = signed + DAY * (weeks * 7 - 1)
        elif rng.random() < 0.3:
            row |= {"valid_from": signed, "valid_to": ends}
        if patient.accident_date:
            row["onset_date"] = patient.accident_date
        elif rng.random() < 0.6:
            row["onset_date"] = signed - DAY * rng.randrange(10, 60)
        return ends - DAY * SPARE_DAYS

    def _authorise(self, course: list[Session]) -> None:
        payer = course[0].patient.payer
        number: Counter[object] = Counter()
        asking: dict[str, list[Session]] = defaultdict(list)
        for session in course:
            period = "claim" if payer.in_accident else session.day.year
            number[period] += session.counts
            seen = number[period] + session.patient.elsewhere
            if payer.pa_from and session.counts and session.referral and seen >= payer.pa_from:
                asking[session.referral["referral_id"]].append(session)
        for part in asking.values():
            row = self._auth_row(part)
            self.auths.append(row)
            for session in part:
                session.auth = row

    def _auth_row(self, part: list[Session]) -> Row:
        rng, first = self._rng, part[0]
        payer = first.patient.payer
        decided = shut(first.day - DAY * rng.randrange(1, 4))
        row: Row = {
            "auth_id": f"A{len(self.auths) + 1:03d}",
            "patient_id": first.patient.patient_id,
            "coverage_id": first.coverage["coverage_id"],
            "referral_id": first.referral["referral_id"],
            "auth_no": filled(f"{payer.payer_id[:3]}-PA-#####", rng),
            "requested_on": shut(decided - DAY * rng.randrange(2, 7)),
            "decided_on": decided,
            "decision": "APPROVED",
            "visits_authorised": len(part) + SPARE_VISITS + rng.randrange(3),
            "valid_from": decided,
            "valid_to": part[-1].day + DAY * (SPARE_DAYS + rng.randrange(20)),
            "codes_authorised": ", ".join(payer.covered),
            "request_ref": filled("REQ####", rng),
        }
        if payer.payer_type == "WC_STATE_FUND":
            row["note"] = "Hotline form F245-417-000 sent and answered."
        return row


def _is_stale(checked: dt.date, day: dt.date) -> bool:
    return (day - checked).days > STALE or day.year != checked.year


def _fitting(course: list[Session], visits: int, last_day: dt.date) -> Iterator[Session]:
    """Yield the sessions that one order carries."""
    used = 0
    for session in course:
        used += session.took_place or session.counts
        if used > visits or session.day > last_day:
            return
        yield session


def _report(course: list[Session]) -> None:
    """Choose the sessions after which a progress report goes to the doctor and the payer."""
    kept = [s for s in course if s.took_place]
    if not kept or "progress_report_every_visits" not in kept[0].patient.payer.rules:
        return
    last, visits = kept[0].day, 0
    for session, following in zip(kept, [*kept[1:], None], strict=True):
        visits += 1
        if following and (visits >= _REPORT_VISITS or (following.day - last).days >= _REPORT_DAYS):
            session.reports, last, visits = True, session.day, 0

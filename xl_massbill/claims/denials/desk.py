"""The denied lines of a practice as they lie on the desk on one day: each with what to do about it.

Source: handbook §9.1, §9.2, §10.5, §10.6.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from xl_massbill.claims.denials.acceptance import accepted
from xl_massbill.claims.denials.deadlines import Deadlines, deadlines_of
from xl_massbill.claims.denials.reasons import Meaning, reason_of, remarks_of
from xl_massbill.claims.denials.rows import Denial, Stage, all_denials, denial_of, stage_of
from xl_massbill.claims.denials.steps import DECISION_OF, Advice, Known, advise
from xl_massbill.claims.urgency import Weights, score
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.bills import Bills
from xl_massbill.practice.cells import Cells
from xl_massbill.practice.denied import lifted

_APPROVED = ("APPROVED", "PARTIAL")
_BY_SERVICE = "DOS"


class Desk:
    """The tables of a practice on one day, as questions about denied lines ask them."""

    def __init__(self, records: Records, today: dt.date) -> None:
        self.records, self.today = records, today
        self.cells = Cells(records)
        self._rules: dict[str, list[str]] = {}

    @cached_property
    def bills(self) -> Bills:
        """Return the claims with what each points to."""
        return Lines(self.records, self.today).shared(Bills)

    @cached_property
    def denials(self) -> list[Denial]:
        """Return all denied lines."""
        return all_denials(self.records)

    def denial(self, denial_id: str) -> Denial:
        """Return one denied line; raise Refused if there is none."""
        return denial_of(self.records, denial_id)

    def stage(self, denial: Denial) -> Stage:
        """Return how far a denied line has come; what the payer has lifted is settled, an appeal waits."""
        stage = stage_of(self.cells, denial)
        return Stage.SETTLED if stage is not Stage.WAITING and denial.position in self.lifted else stage

    @cached_property
    def lifted(self) -> set[int]:
        """Return the positions of denials that stand no more: paid since, or denied anew."""
        return lifted(self.records)

    def reason(self, denial: Denial) -> Meaning:
        """Return what its reason means."""
        return reason_of(denial, self.cells)

    def deadlines(self, denial: Denial) -> Deadlines:
        """Return its deadlines."""
        return deadlines_of(denial, self.cells, self.rules)

    def rule(self, denial: Denial, key: str) -> str:
        """Return the payer's rule on the first day of its claim, "" where nobody knows it."""
        at = self.cells.at("claims", denial.claim_id)
        return "" if at is None else self.rules(key)[at]

    def rules(self, key: str) -> list[str]:
        """Return a payer rule for each claim, "" where nobody knows it."""
        if key not in self._rules:
            self._rules[key] = self.bills.rule(key)
        return self._rules[key]

    def days_of_service(self, denial: Denial) -> tuple[dt.date | None, dt.date | None]:
        """Return the day of the denied line, twice, or else the first and the last day of its claim."""
        line = self.claim_line(denial)
        day = self.cells.day("claim_lines", line, "dos")
        if day is not None:
            return day, day
        at = self.cells.at("claims", denial.claim_id)
        return self.cells.day("claims", at, "dos_from"), self.cells.day("claims", at, "dos_to")

    def claim_line(self, denial: Denial) -> int | None:
        """Return the position of the denied line among ClaimLines."""
        if denial.line_no is None:
            return None
        found = self.cells.all_at("claim_lines", denial.claim_id)
        own = (at for at in found if self.cells.number("claim_lines", at, "line_no") == denial.line_no)
        return next(own, None)

    def advice(self, denial: Denial) -> Advice:
        """Return what to do next about a denied line."""
        return advise(denial, self.reason(denial), remarks_of(denial, self.cells), self.known(denial))

    def known(self, denial: Denial) -> Known:
        """Return what the sheets tell of the claim of a denied line."""
        taken = accepted(self.cells, denial.claim_id)
        levels = self.rule(denial, "appeal_levels")
        return Known(
            today=self.today,
            deadlines=self.deadlines(denial),
            accepted_on=taken.accepted_on if taken else None,
            file_by=taken.file_by if taken else None,
            has_authorisation=self._authorisation(denial) is not None,
            takes_replacement=self._takes_replacement(denial),
            appeals=int(levels) if levels.isdecimal() else None,
        )

    def urgency(self, denial: Denial, advice: Advice) -> tuple[int, dt.date | None]:
        """Return the score of §10.5, and the deadline that it counts: of what was decided, else advised."""
        deadlines = self.deadlines(denial)
        chosen = denial.decision or DECISION_OF.get(advice.steps[0])
        last = deadlines.of(chosen) if denial.decision or not denial.deadline else denial.deadline
        left = None if last is None else (last - self.today).days
        weights = Weights.of(self.records.settings)
        return score(weights, left, denial.amount or 0, self._age(denial)), last

    def _age(self, denial: Denial) -> int:
        claim = self.cells.at("claims", denial.claim_id)
        names = ["dos_from"]
        if self.cells.text("practice", 0, "aging_basis_worklist") != _BY_SERVICE:
            names = ["first_accepted_on", "first_submitted_on", *names]
        days = (self.cells.day("claims", claim, name) for name in names)
        anchor = next((day for day in days if day), None) or denial.denied_on
        return 0 if anchor is None else (self.today - anchor).days

    def _authorisation(self, denial: Denial) -> int | None:
        """Return the position of an approval that covers the denied day, None where there is none."""
        claim, cells = self.cells.at("claims", denial.claim_id), self.cells
        first, last = self.days_of_service(denial)
        for at in cells.where("auths", patient_id=cells.text("claims", claim, "patient_id")):
            starts, ends = cells.day("auths", at, "valid_from"), cells.day("auths", at, "valid_to")
            fits = cells.text("auths", at, "decision") in _APPROVED
            fits &= not (starts and first and first < starts) and not (ends and last and last > ends)
            if fits and cells.text("auths", at, "coverage_id") == cells.text("claims", claim, "coverage_id"):
                return at
        return None

    def _takes_replacement(self, denial: Denial) -> bool:
        if self.rule(denial, "freq7_accepted") == "N":
            return False
        lines = self.cells.all_at("claim_lines", denial.claim_id)
        all_denied = bool(lines) and all(
            self.cells.value("claim_lines", at, "denied") is True for at in lines
        )
        return not (all_denied and self.rule(denial, "freq7_on_full_denial") == "N")

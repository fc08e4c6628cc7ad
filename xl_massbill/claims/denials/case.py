"""All rows that belong to one denied line: claim, line, visit, note, order, approval, plan, payer, people.

Each is a position in its table, None where the workbook has no such row. `image` is who stands on the claim
in the file that was sent, None where that file is not at hand.

Source: handbook §9.1 (step 3), §1.11-1.13.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Denial
from xl_massbill.practice import Lines


class Case:
    """One denied line with everything that the workbook knows about it."""

    def __init__(self, desk: Desk, denial: Denial, image: Mapping[str, str] | None = None) -> None:
        self.image = image
        self.desk, self.denial, self.cells = desk, denial, desk.cells
        at = self.cells.at
        self.claim = at("claims", denial.claim_id)
        self.line = self._line()
        self.visit_id = self.cells.text("claim_lines", self.line, "visit_id")
        self.visit = self._visit()
        self.note = at("notes", self.visit_id)
        self.patient = at("patients", self.of_claim("patient_id"))
        self.plan = at("coverage", self.of_claim("coverage_id"))
        self.payer = at("payers", self.of_claim("payer_id"))
        self.order = at("referrals", self.of_claim("referral_id") or self.of_visit("referral_id"))
        self.approval = at("auths", self.of_claim("auth_id") or self.of_visit("auth_id"))
        self.therapist = at("therapists", self.of_claim("therapist_id"))
        self.remit = at("remits", denial.remit_id)

    def of_claim(self, column: str) -> str:
        """Return a cell of the claim as text."""
        return self.cells.text("claims", self.claim, column)

    def of_visit(self, column: str) -> str:
        """Return a cell of the visit line as text."""
        return self.cells.text("visits", self.visit, column)

    def rule(self, key: str) -> str:
        """Return the payer's rule for this visit line on its day, "" where nobody knows it."""
        if self.visit is None:
            return self.desk.rule(self.denial, key)
        value: Any = self._lines.rule(key).iloc[self.visit]
        return "" if value is None else str(value).strip().upper()

    @property
    def first_day(self) -> dt.date | None:
        """Return the first denied day."""
        return self.desk.days_of_service(self.denial)[0]

    @property
    def last_day(self) -> dt.date | None:
        """Return the last denied day."""
        return self.desk.days_of_service(self.denial)[1]

    def claim_lines(self) -> list[int]:
        """Return the positions of all lines of the claim."""
        return self.cells.all_at("claim_lines", self.denial.claim_id)

    def denied_lines(self) -> list[int]:
        """Return the positions of the claim lines that this denial is about."""
        return (
            self.claim_lines()
            if self.denial.line_no is None
            else [self.line]
            if self.line is not None
            else []
        )

    def visits_of_day(self) -> list[str]:
        """Return the visits behind what was denied, each once: of their notes and of no others."""
        found = (self.cells.text("claim_lines", at, "visit_id") for at in self.denied_lines())
        return [visit for visit in dict.fromkeys(found) if visit]

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.desk.records, self.desk.today)

    def _line(self) -> int | None:
        found = self.desk.claim_line(self.denial)
        return found if found is not None else next(iter(self.claim_lines()), None)

    def _visit(self) -> int | None:
        """Return the visit line that is nearest to what was sent: same code first, then same charge."""
        if not self.visit_id:
            return None
        sent = [self.cells.value("claim_lines", self.line, name) for name in ("code", "charge", "units")]

        def unlike(at: int) -> tuple[bool, ...]:
            own = (self.cells.value("visits", at, name) for name in ("code", "charge", "units"))
            return tuple(mine != theirs for mine, theirs in zip(own, sent, strict=True))

        return min(self.cells.where("visits", visit_id=self.visit_id), key=unlike, default=None)

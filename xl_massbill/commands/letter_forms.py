"""The forms on the clinic's own paper: invoices and state statements, one after the other in one PDF.

Source: handbook §7.9, §7.8 (L&I statement), §7.4, §5.1 (lien).
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from xl_massbill.claims.claim import Claim
from xl_massbill.claims.control import Control
from xl_massbill.commands.form_files import refused
from xl_massbill.commands.letter_facts import LetterFacts
from xl_massbill.errors import Refused
from xl_massbill.forms import invoice, statement_lni
from xl_massbill.forms.paper import Paper, all_drawn, drawn
from xl_massbill.practice import Records


class _OwnPaper(ABC):
    """A form of which each claim is a paper of its own."""

    is_interchange = False
    kind = ""

    def ending(self, records: Records) -> str:
        """Return how the file's name ends."""
        del records
        return ".pdf"

    @abstractmethod
    def paper(self, claim: Claim, known: LetterFacts) -> Paper:
        """Return the paper of a claim; raise ValueError where the form cannot hold it."""

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write all papers, dated with the day of the file; raise Refused where one cannot be made."""
        out.write(self._made(claims, records, control))

    def verify(self, path: Path, claims: Sequence[Claim], records: Records, control: Control) -> None:
        """Hold the file against a second writing: the same claims give the same bytes."""
        if path.read_bytes() != self._made(claims, records, control):
            raise Refused(f"The file of kind {self.kind} did not read back as it was written.")

    def _made(self, claims: Sequence[Claim], records: Records, control: Control) -> bytes:
        known = LetterFacts(records, control.made.date())
        try:
            papers = [self.paper(claim, known) for claim in claims]
            return all_drawn(papers, f"{self.kind} {control.batch_id}")
        except ValueError as why:
            raise Refused(str(why)) from None

    def unfit(self, claims: Sequence[Claim], records: Records, day: dt.date) -> dict[int, str]:
        """Return the claims that the form cannot hold, and why; each is drawn, for a text may be too long."""
        known = LetterFacts(records, day)
        return refused(claims, lambda claim: drawn(self.paper(claim, known)))


class Invoices(_OwnPaper):
    """Invoices to auto and workers' compensation insurers and to attorneys."""

    kind = "INVOICE"

    def paper(self, claim: Claim, known: LetterFacts) -> Paper:
        """Return the invoice of a claim."""
        facts = invoice.InvoiceFacts(
            issued=known.day,
            bill_to=known.bill_to(claim),
            payments=known.payments(claim),
            prescription=known.order(claim),
            documents=known.documents(claim),
            lien_signed_on=known.lien_signed_on(claim),
        )
        return invoice.paper(claim, facts)


class StateForms(_OwnPaper):
    """Statements in the form that a state's insurer wants."""

    kind = "STATE_FORM"

    def paper(self, claim: Claim, known: LetterFacts) -> Paper:
        """Return the statement of a claim."""
        facts = statement_lni.StatementFacts(
            issued=known.day,
            provider_account=known.provider_account(claim),
            title=known.text("payers", claim.payer.payer_id, "state_form_code") or statement_lni.STATE_FORM,
        )
        return statement_lni.paper(claim, facts)

"""The forms on the clinic's own paper: invoices and state statements, one after the other in one PDF.

Source: handbook §7.9, §7.8 (L&I statement), §7.4, §5.1 (lien).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

from xl_massbill.claims.claim import Claim, Control
from xl_massbill.errors import Refused
from xl_massbill.forms import invoice, statement_lni
from xl_massbill.forms.paper import Paper, all_drawn
from xl_massbill.forms.prescription import Prescription
from xl_massbill.practice import Records


class _OwnPaper:
    """A form of which each claim is a paper of its own."""

    is_interchange = False
    kind = ""

    def ending(self, records: Records) -> str:
        """Return how the file's name ends."""
        del records
        return ".pdf"

    def paper(self, claim: Claim, records: Records, day: dt.date) -> Paper:
        """Return the paper of a claim; raise ValueError where the form cannot hold it."""
        raise NotImplementedError

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write all papers, dated with the day of the file."""
        day = control.made.date()
        papers = [self.paper(claim, records, day) for claim in claims]
        out.write(all_drawn(papers, f"{self.kind} {control.batch_id}"))

    def verify(self, path: Path, claims: Sequence[Claim], records: Records, control: Control) -> None:
        """Hold the file against a second writing: the same claims give the same bytes."""
        day = control.made.date()
        papers = [self.paper(claim, records, day) for claim in claims]
        if path.read_bytes() != all_drawn(papers, f"{self.kind} {control.batch_id}"):
            raise Refused("The file did not read back as it was written.")

    def unfit(self, claims: Sequence[Claim], records: Records) -> dict[int, str]:
        """Return the claims that the form cannot hold, and why."""
        found = {}
        for at, claim in enumerate(claims):
            try:
                self.paper(claim, records, dt.date.min)
            except ValueError as why:
                found[at] = str(why)
        return found


class Invoices(_OwnPaper):
    """Invoices to auto and workers' compensation insurers and to attorneys."""

    kind = "INVOICE"

    def paper(self, claim: Claim, records: Records, day: dt.date) -> Paper:
        """Return the invoice of a claim."""
        facts = invoice.InvoiceFacts(
            issued=day,
            bill_to=_bill_to(claim, records),
            prescription=_order(claim, records),
            documents=("Prescription and treatment notes",) if claim.attachment else (),
            lien_signed_on=_day(records, "coverage", claim.coverage_id, "lien_signed_on"),
        )
        return invoice.paper(claim, facts)


class StateForms(_OwnPaper):
    """Statements in the form that a state's insurer wants."""

    kind = "STATE_FORM"

    def paper(self, claim: Claim, records: Records, day: dt.date) -> Paper:
        """Return the statement of a claim."""
        title = _text(records, "payers", claim.payer.payer_id, "state_form_code")
        facts = statement_lni.StatementFacts(
            issued=day,
            provider_account=_account(claim, records),
            title=title or statement_lni.STATE_FORM,
        )
        return statement_lni.paper(claim, facts)


def _bill_to(claim: Claim, records: Records) -> invoice.BillTo | None:
    """Return the attorney of a lien, else the adjuster at the payer; None where nobody is named."""
    plan = claim.coverage_id
    attorney = _text(records, "coverage", plan, "attorney_name")
    if attorney and _text(records, "coverage", plan, "pay_type") == "LIEN":
        contact = _text(records, "coverage", plan, "attorney_contact")
        return invoice.BillTo(name=(attorney, contact) if contact else (attorney,))
    adjuster = _text(records, "coverage", plan, "adjuster_name")
    adjuster = adjuster or _text(records, "payers", claim.payer.payer_id, "adjuster_default")
    if not adjuster:
        return None
    return invoice.BillTo(
        name=(claim.payer.name, f"Attn: {adjuster}"),
        address=claim.payer.address,
        **{key: _text(records, "coverage", plan, f"adjuster_{key}") for key in ("phone", "fax", "email")},
    )


def _order(claim: Claim, records: Records) -> Prescription | None:
    if not claim.referral_id or claim.referring is None:
        return None
    return Prescription(
        signed_on=_day(records, "referrals", claim.referral_id, "signed_on"),
        credential=_text(records, "referrals", claim.referral_id, "prov_credential"),
        number=_text(records, "referrals", claim.referral_id, "payer_referral_no"),
    )


def _account(claim: Claim, records: Records) -> str:
    """Return the payer's own number for the therapist, as sheet TherapistPayer has it."""
    sheet = records["therapist_payer"]
    fits = (sheet["therapist_id"] == claim.therapist_id) & (sheet["payer_id"] == claim.payer.payer_id)
    numbers = sheet["payer_provider_id"][fits.to_numpy(dtype=bool, na_value=False)].dropna()
    return str(numbers.iloc[-1]) if len(numbers) else ""


_KEYS = {"coverage": "coverage_id", "payers": "payer_id", "referrals": "referral_id"}


def _cell(records: Records, table: str, key: str, column: str) -> Any:
    at = records.index(table, _KEYS[table]).get(key)
    value = None if at is None else records[table][column].iloc[at]
    return None if value is None or pd.isna(value) else value


def _text(records: Records, table: str, key: str, column: str) -> str:
    value = _cell(records, table, key, column)
    return "" if value is None else str(value)


def _day(records: Records, table: str, key: str, column: str) -> dt.date | None:
    value = _cell(records, table, key, column)
    return None if value is None else pd.Timestamp(value).date()

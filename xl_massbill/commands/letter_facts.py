"""What a letter says beyond its claim: whom it goes to, the order, the enclosures, what was paid before.

Source: handbook §7.9, §7.4 (adjuster, attachments), §5.1 (lien), §1.4 (payer's number of a therapist).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pandas as pd

from xl_massbill.claims.answered import answered
from xl_massbill.claims.claim import Claim
from xl_massbill.forms.account import Payment, account
from xl_massbill.forms.invoice import BillTo
from xl_massbill.forms.prescription import Prescription
from xl_massbill.forms.wording import day as printed
from xl_massbill.practice import Lines, Records

CORRECTED = "7"
_KEYS = {
    "coverage": "coverage_id",
    "payers": "payer_id",
    "referrals": "referral_id",
    "notes": "visit_id",
    "claims": "claim_id",
    "therapists": "therapist_id",
}
PAPERS = {
    "RX": "Prescription",
    "REFERRAL": "Referral",
    "ORDER": "Order",
    "VA_REFERRAL": "VA referral",
    "LMN": "Letter of medical necessity",
    "PLAN_OF_CARE": "Plan of care",
}


class LetterFacts:
    """The tables of a practice as letters of one day ask them."""

    def __init__(self, records: Records, day: dt.date) -> None:
        self.records = records
        self.day = day

    def _cell(self, table: str, key: str, column: str) -> Any:
        at = self.records.index(table, _KEYS[table]).get(key)
        value = None if at is None else self.records[table][column].iloc[at]
        return None if value is None or pd.isna(value) else value

    def text(self, table: str, key: str, column: str) -> str:
        """Return a cell of the row with a key as text, "" where there is none."""
        value = self._cell(table, key, column)
        return "" if value is None else str(value)

    def date(self, table: str, key: str, column: str) -> dt.date | None:
        """Return a cell of the row with a key as a day."""
        value = self._cell(table, key, column)
        return None if value is None else pd.Timestamp(value).date()

    @cached_property
    def short_names(self) -> dict[str, str]:
        """Return the clinic's own words for its codes."""
        sheet = self.records["codes"]
        pairs = zip(sheet["code"], sheet["short_name"], strict=True)
        return {code: words for code, words in pairs if not pd.isna(code) and not pd.isna(words)}

    @cached_property
    def footer(self) -> str:
        """Return what the clinic prints at the foot of superbills."""
        texts = self.records["practice"]["superbill_footer"].dropna()
        return str(texts.iloc[0]) if len(texts) else ""

    def bill_to(self, claim: Claim) -> BillTo:
        """Return the attorney where a lien pays, else the payer's office with the adjuster of the claim."""
        plan, payer = claim.coverage_id, claim.payer.payer_id
        attorney = self.text("coverage", plan, "attorney_name")
        if attorney and self.is_lien(claim):
            contact = self.text("coverage", plan, "attorney_contact")
            return BillTo(name=(attorney, contact) if contact else (attorney,))
        own = self.text("coverage", plan, "adjuster_name")
        who = own or self.text("payers", payer, "adjuster_default") or self.text("payers", payer, "attention")
        reach = {name: self.text("coverage", plan, f"adjuster_{name}") for name in ("phone", "fax", "email")}
        if not any(reach.values()):
            reach = {name: self.text("payers", payer, name) for name in ("phone", "fax")}
        office = self.text("payers", payer, "mail_name") or claim.payer.name
        return BillTo((office, f"Attn: {who}") if who else (office,), claim.payer.address, **reach)

    def is_lien(self, claim: Claim) -> bool:
        """Return whether a settlement pays, and nobody before it."""
        return self.text("coverage", claim.coverage_id, "pay_type") == "LIEN"

    def lien_signed_on(self, claim: Claim) -> dt.date | None:
        """Return the day of the lien, None where the plan pays without a settlement."""
        return self.date("coverage", claim.coverage_id, "lien_signed_on") if self.is_lien(claim) else None

    def order(self, claim: Claim) -> Prescription | None:
        """Return the order behind the claim, None where no prescriber stands on it."""
        key = claim.referral_id
        if claim.referring is None or self.records.index("referrals", "referral_id").get(key) is None:
            return None
        return Prescription(
            diagnoses=tuple(self.records["referrals"]["dx_list"].iloc[self._at(key)] or ()),
            signed_on=self.date("referrals", key, "signed_on"),
            credential=self.text("referrals", key, "prov_credential"),
            number=self.text("referrals", key, "payer_referral_no"),
        )

    def _at(self, referral: str) -> int:
        return self.records.index("referrals", "referral_id")[referral]

    def documents(self, claim: Claim) -> tuple[str, ...]:
        """Return the papers that the payer wants with the claim and the clinic has: the order, the notes."""
        return tuple(dict.fromkeys(self._documents(claim))) if claim.attachment else ()

    def _documents(self, claim: Claim) -> Iterator[str]:
        if self._wants("attach_rx_with_claim", claim) and self.order(claim):
            signed = self.date("referrals", claim.referral_id, "signed_on")
            kind = PAPERS.get(self.text("referrals", claim.referral_id, "doc_type"), "Order")
            yield f"{kind} of {printed(signed)}" if signed else kind
        if self._wants("attach_note_with_claim", claim):
            for line in claim.lines:
                if line.visit_id in self.records.index("notes", "visit_id"):
                    yield f"Session note of {printed(line.day)}"

    def _wants(self, key: str, claim: Claim) -> bool:
        lines, at_row = self._lines
        rule = lines.rule(key)
        return any(rule.iloc[at_row[line.row]] == "Y" for line in claim.lines if line.row in at_row)

    @cached_property
    def _lines(self) -> tuple[Lines, dict[int, int]]:
        lines = Lines(self.records, self.day)
        return lines, {row: at for at, row in enumerate(lines.sheet.rows.tolist())}

    def payments(self, claim: Claim) -> tuple[Payment, ...] | None:
        """Return what came in: for a corrected claim also what its payer paid on those that it replaces.

        None means that nothing is known but what stands on the claim itself.

        Raises:
            ValueError: the claim cannot be printed.
        """
        if claim.frequency != CORRECTED:
            return None
        found, before, seen = list(account(claim).payments), claim.parent_claim_id, set[str]()
        while before and before not in seen:
            seen.add(before)
            answer = answered(self.records, before)
            if answer is not None and answer.paid:
                when = max((line.paid_on for line in answer.lines), default=dt.date.min)
                day = None if when == dt.date.min else when
                found.append(Payment(answer.paid, day, payer=claim.payer.name))
            before = self.text("claims", before, "replaces_claim_id")
        return tuple(found)

    def provider_account(self, claim: Claim) -> str:
        """Return the payer's own number for the therapist on the first day; of several the newest counts."""
        sheet, day = self.records["therapist_payer"], pd.Timestamp(claim.first_day)
        starts, ends = sheet["effective_from"], sheet["effective_to"]
        fits = (
            (sheet["therapist_id"] == claim.therapist_id)
            & (sheet["payer_id"] == claim.payer.payer_id)
            & sheet["payer_provider_id"].notna()
            & (starts.isna() | (starts <= day))
            & (ends.isna() | (ends >= day))
        ).to_numpy(dtype=bool, na_value=False)
        newest = starts[fits].fillna(pd.Timestamp.min).sort_values(kind="stable").index
        return str(sheet["payer_provider_id"].loc[newest[-1]]) if len(newest) else ""

"""A superbill for a patient who pays: the visits of some days on the clinic's paper; nothing is booked.

Source: handbook §7.9, §5.7.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.build import Builder, Draft, drafts
from xl_massbill.claims.claim import Claim
from xl_massbill.claims.ledger import PAID_BY_PATIENT
from xl_massbill.errors import Refused
from xl_massbill.forms import superbill as form
from xl_massbill.forms.account import Payment
from xl_massbill.forms.paper import all_drawn
from xl_massbill.forms.prescription import Prescription
from xl_massbill.practice import Lines, Records


def superbill(
    workbook: Workbook,
    patient: str,
    day: dt.date,
    span: tuple[dt.date | None, dt.date | None] = (None, None),
    out: Path | None = None,
) -> Path:
    """Write the superbills of a patient's visits of some days, a page or more a visit day, into one PDF.

    Raises:
        Refused: there is no such visit, or one lacks what a superbill must say.
    """
    records = Records(workbook)
    lines = Lines(records, day)
    chosen = _chosen(lines, patient, span)
    if not len(chosen):
        raise Refused(f"Patient {patient} has no visit of these days that the patient pays.")
    builder, papers = Builder(lines), []
    try:
        for draft in drafts(lines, chosen):
            first = draft.rows[0]
            claim = builder.claim(draft, f"SB-{first['visit_id']}")
            papers.append(form.paper(claim, _facts(lines, claim, draft, day)))
    except ValueError as why:
        raise Refused(f"{why}") from None
    # a file name holds no number of a patient
    name = f"superbill_{day:%Y%m%d}_{draft.rows[0]['visit_id']}.pdf"
    file = (out or Folder.of(workbook.path).out) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(all_drawn(papers, "Superbill"))
    return file


def _chosen(lines: Lines, patient: str, span: tuple[dt.date | None, dt.date | None]) -> npt.NDArray[np.int64]:
    status, dos = lines["status"], lines["dos"]
    pays = (status == "CASH") | ((status == "DONE") & lines["coverage_pay_type"].isin(PAID_BY_PATIENT))
    fits = (lines["patient_id"] == patient) & pays & dos.notna()
    first, last = span
    if first:
        fits &= dos >= pd.Timestamp(first)
    if last:
        fits &= dos <= pd.Timestamp(last)
    return np.flatnonzero(fits.to_numpy(dtype=bool, na_value=False))


def _facts(lines: Lines, claim: Claim, draft: Draft, day: dt.date) -> form.SuperbillFacts:
    records = lines.records
    at = [row["at"] for row in draft.rows]
    paid = claim.patient_paid_at_visit
    first = draft.rows[0]
    was_submitted = bool(lines["claim_id"].iloc[at].notna().any())
    footer = records["practice"]["superbill_footer"].iloc[0]
    return form.SuperbillFacts(
        issued=day,
        was_submitted=was_submitted,
        license_no=_license(records, first["@therapist"]),
        payments=(Payment(paid, first["dos"]),) if paid else (),
        prescription=_order(records, first["@referral"]),
        footer="" if footer is None or pd.isna(footer) else str(footer),
    )


def _license(records: Records, therapist: int) -> str:
    if therapist < 0:
        return ""
    sheet = records["therapists"]
    state, number = (
        "" if pd.isna(part) else str(part)
        for part in (sheet[name].iloc[therapist] for name in ("license_state", "license_no"))
    )
    return number if number.startswith(state) else f"{state} {number}"


def _order(records: Records, at: int) -> Prescription | None:
    if at < 0:
        return None
    sheet = records["referrals"]
    signed, credential = sheet["signed_on"].iloc[at], sheet["prov_credential"].iloc[at]
    return Prescription(
        diagnoses=tuple(sheet["dx_list"].iloc[at] or ()),
        signed_on=None if pd.isna(signed) else signed.date(),
        credential="" if credential is None or pd.isna(credential) else str(credential),
    )

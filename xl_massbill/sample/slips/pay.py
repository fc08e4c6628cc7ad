"""Slips about what a kind of payer, or one payer, does not pay.

Source: handbook §6.10 (PAY), §5.1-5.5, §4.6.
"""

from __future__ import annotations

from collections.abc import Callable

from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, Visit, put, slip
from xl_massbill.sample.slips.claims_out import at_claim, claimed, following, old
from xl_massbill.sample.slips.islands import island
from xl_massbill.sample.slips.payer_apart import newly_insured, say

_BY_FORM = 12  # visits of a state-fund claim before the claim manager's answer


def is_hour(visit: Visit) -> bool:
    """Return whether it is a massage for a health plan that wants no approval."""
    plain = visit.is_single and visit.first["code"] == "97124" and not visit.auth
    return plain and visit.payer.payer_type == "COMMERCIAL"


def is_report_free(visit: Visit) -> bool:
    """Return whether no progress report hangs on it: without that one, later visits would be overdue."""
    return "progress_report_sent_on" not in visit.note


def _of(*kinds: str) -> Callable[[Visit], bool]:
    return lambda visit: visit.payer.payer_type in kinds


def _alone(bench: Bench, wanted: Callable[[Visit], bool]) -> Visit | None:
    visit = bench.pick(bench.visits(wanted))
    return None if visit is None else island(bench, visit)


def medicare_billed(bench: Bench) -> list[Slip]:
    """A massage is billed to Medicare Part B as if it paid it."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    visit, _ = newly_insured(
        bench, visit, "Medicare Part B Inland", payer_type="ORIGINAL_MEDICARE", claim_filing_ind="MB"
    )
    done = "A massage was billed to Original Medicare without GY."
    return [slip("PAY-001", ERROR, ("visits", visit.first, "code"), done)]


def advantage_not_asked(bench: Bench) -> list[Slip]:
    """Nobody asks the Medicare Advantage plan whether it covers massage."""
    visit = _alone(bench, _of("MEDICARE_ADVANTAGE"))
    if visit is None:
        return []
    put(visit.coverage, massage_covered="UNKNOWN")
    place, done = (
        ("coverage", visit.coverage, "massage_covered"),
        "The plan was not asked whether it covers massage.",
    )
    return [slip("PAY-002", ERROR, place, done), slip("COV-003", WARNING, place, done)]


def tricare(bench: Bench) -> list[Slip]:
    """A massage is billed to TRICARE."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    visit, _ = newly_insured(bench, visit, "Tricare West Prime", payer_type="TRICARE", claim_filing_ind="CH")
    done = "A massage was billed to TRICARE, which covers none."
    return [slip("PAY-003", WARNING, ("visits", visit.first, "coverage_id"), done)]


def medicaid_not_asked(bench: Bench) -> list[Slip]:
    """A second Medicaid plan is entered without its answer about massage."""
    visit = bench.pick(bench.visits(_of("MEDICAID")))
    if visit is None:
        return []
    visit, payer = newly_insured(bench, visit, "Quillback Medicaid Plan")
    say(bench, payer, "massage_covered", None)
    for row in [r for r in bench.tables["payer_rules"] if r["payer_id"] == payer["payer_id"]]:
        if row["rule_key"] == "code_covered":
            say(bench, payer, "code_covered", None, row["code"])
    done = "The rules of a Medicaid plan do not say whether it pays massage."
    return [slip("PAY-004", WARNING, ("payers", payer, "payer_id"), done)]


def rule_from_hearsay(bench: Bench) -> list[Slip]:
    """How long a new payer's orders are good is taken from a colleague, and nobody asks the payer."""
    visit = bench.pick(bench.visits(lambda v: is_hour(v) and "rx_max_age_days" in v.payer.rules))
    if visit is None:
        return []
    visit, payer = newly_insured(bench, visit, "Willet Harbor Health")
    row = say(bench, payer, "rx_max_age_days", visit.payer.rules["rx_max_age_days"])
    put(row, certainty="G", confirmed_by=None, confirmed_on=None)
    done = "A rule of the payer was entered from hearsay and never confirmed."
    return [slip("PAY-005", INFO, ("payer_rules", row, "confirmed_on"), done)]


def accident_in_florida(bench: Bench) -> list[Slip]:
    """The car accident happened in Florida, whose PIP pays no massage."""
    visit = _alone(bench, _of("AUTO_PIP"))
    if visit is None:
        return []
    put(visit.coverage, accident_state="FL")
    done = "The accident happened in Florida, where PIP pays no massage."
    return [slip("PAY-006", ERROR, ("visits", visit.first, "coverage_id"), done)]


def beyond_the_form(bench: Bench) -> list[Slip]:
    """Visits of a state-fund claim elsewhere are not counted, so the hotline form is thought to do."""
    visit = _alone(bench, lambda v: is_report_free(v) and _of("WC_STATE_FUND")(v) and bool(v.auth))
    if visit is None:
        return []
    put(visit.coverage, visits_used_elsewhere=_BY_FORM)
    put(visit.note, progress_report=True, progress_report_sent_on=visit.day)  # which so many visits ask for
    done = "The twelve visits at another clinic were forgotten; the hotline form covers no more."
    return [slip("PAY-007", ERROR, ("visits", visit.first, "auth_id"), done)]


def other_code_for_the_fund(bench: Bench) -> list[Slip]:
    """Manual therapy is billed to the state fund, which pays massage only."""

    def fits(visit: Visit) -> bool:
        return is_report_free(visit) and visit.payer.payer_type == "WC_SELF_INSURED" and not visit.is_single

    visit = bench.pick(bench.visits(fits))
    if visit is None:
        return []
    visit, _ = newly_insured(
        bench, visit, "State Fund Farm Desk", payer_type="WC_STATE_FUND", submit_method="STATE_FORM",
        state_form_code="Statement for miscellaneous services",
    )  # fmt: skip
    line = next(row for row in visit.lines if row["code"] != "97124")
    done = "Manual therapy was billed to the state fund, which pays massage only."
    return [slip("PAY-008", WARNING, ("visits", line, "code"), done)]


def wrong_form(bench: Bench) -> list[Slip]:
    """A second row of the state fund is entered with the CMS-1500 as its form."""
    visit = bench.pick(bench.visits(lambda v: is_report_free(v) and _of("WC_STATE_FUND")(v) and not v.auth))
    if visit is None:
        return []
    _, payer = newly_insured(
        bench, visit, "State Fund Crime Victims", submit_method="CMS1500", state_form_code=None
    )
    done = "The state fund was entered with the CMS-1500 as its form."
    return [slip("PAY-009", WARNING, ("payers", payer, "submit_method"), done)]


def veteran_paid(bench: Bench) -> list[Slip]:
    """A copay is taken from a veteran."""
    veteran = bench.pick(bench.visits(lambda v: v.is_single and v.payer.payer_type == "VA_CCN"))
    if veteran is None:
        return []
    bench.take([veteran])
    put(veteran.first, patient_paid=15.0)
    taken, place = "A copay was taken from a veteran.", ("visits", veteran.first, "patient_paid")
    return [slip("PAY-010", ERROR, place, taken), slip("MON-006", INFO, place, taken)]


def statement_to_worker(bench: Bench) -> list[Slip]:
    """An injured worker is to get a statement."""
    visit = old(bench, lambda v: v.is_single and v.payer.payer_type.startswith("WC_"))
    if visit is None:
        return []
    claim, rows = claimed(bench, visit), bench.tables.setdefault("follow_up", [])
    row: Row = {"followup_id": f"FU{len(rows) + 1:04d}", "claim_id": claim["claim_id"], "type": "STATEMENT",
                "created_on": bench.as_of, "owner": "front desk"}  # fmt: skip
    rows.append(row)
    done = "A statement to an injured worker was planned."
    return [slip("PAY-010", ERROR, ("follow_up", row, "type"), done)]


def va_and_another(bench: Bench) -> list[Slip]:
    """What the VA left open is billed to the veteran's other plan."""
    visit = old(bench, lambda v: v.payer.payer_type == "VA_CCN")
    if visit is None:
        return []
    claim = claimed(bench, visit, status="CLOSED", balance=0.0, balance_owner="NONE")
    other = next(p["payer_id"] for p in bench.tables["payers"] if p["payer_type"] == "COMMERCIAL")
    second = following(bench, claim, "S", payer_id=other, payer_seq="S", status="SUBMITTED")
    done = "After the VA's answer the claim went to another plan."
    return at_claim("PAY-011", ERROR, second, "payer_seq", done)


def above_the_cap(bench: Bench) -> list[Slip]:
    """A payer that caps the day is billed a day worth more."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    visit, payer = newly_insured(bench, visit, "Kelpline Capped Plan")
    say(bench, payer, "max_daily_amount", "25.00")
    done = "The day is worth more than the payer pays for one day."
    return [slip("PAY-012", INFO, ("visits", visit.first, "charge"), done)]


def no_waiver(bench: Bench) -> list[Slip]:
    """A visit that the plan does not cover is paid in cash without the signed notice."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    visit, payer = newly_insured(bench, visit, "Marram Grass Benefit")
    say(bench, payer, "massage_covered", "N")
    say(bench, payer, "needs_signed_waiver", "Y")
    put(visit.coverage, pay_type="CASH", massage_covered="N")
    put(visit.first, status="CASH", patient_paid=visit.first["charge"])
    done = "The patient paid what the plan does not cover, without the signed notice it asks for."
    return [slip("PAY-013", WARNING, ("visits", visit.first, "coverage_id"), done)]


def no_lien(bench: Bench) -> list[Slip]:
    """A bill waits for a settlement, and nobody has the signed lien."""
    visit = _alone(bench, _of("AUTO_MEDPAY"))
    if visit is None:
        return []
    put(visit.coverage, pay_type="LIEN", attorney_name="Ransom Heddle", attorney_contact="253-555-0188")
    done = "The bill waits for a settlement, and the lien was never signed."
    return [slip("PAY-014", ERROR, ("coverage", visit.coverage, "lien_signed_on"), done)]


def note_of_maintenance(bench: Bench) -> list[Slip]:
    """The therapist writes that the patient now comes for maintenance."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    bench.take([visit])
    word = " Coming for maintenance from now on."
    put(visit.note, plan=visit.note["plan"] + word, note_text=visit.note["note_text"] + word)
    done = "The note says that the patient comes for maintenance."
    return [slip("PAY-015", WARNING, ("notes", visit.note, "note_text"), done)]


def too_long(bench: Bench) -> list[Slip]:
    """A full session is given under a plan that pays half an hour."""
    visit = bench.pick(bench.visits(lambda v: is_hour(v) and v.first["minutes"] > 30))
    if visit is None:
        return []
    visit, payer = newly_insured(bench, visit, "Half Moon Health")
    say(bench, payer, "max_minutes_per_session", "30")
    done = "The session was longer than the half hour that the plan pays."
    return [slip("PAY-016", ERROR, ("visits", visit.first, "minutes"), done)]


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = (
    other_code_for_the_fund,
    beyond_the_form,
    wrong_form,
    statement_to_worker,
)
SLIPS = (
    medicare_billed,
    advantage_not_asked,
    tricare,
    medicaid_not_asked,
    rule_from_hearsay,
    accident_in_florida,
    veteran_paid,
    va_and_another,
    above_the_cap,
    no_waiver,
    no_lien,
    note_of_maintenance,
    too_long,
)

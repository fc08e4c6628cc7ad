"""Slips in payers' answers and in what the office makes of them.

Source: handbook §6.11 (RMT), §8.5-8.7, §10.1.
"""

from __future__ import annotations

from collections.abc import Callable

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, Visit, slip
from xl_massbill.sample.slips.claims_out import answered, at_claim, claimed, is_plain, lines_of, old, remit

_LESS, _MORE = 400, 1500  # cents below the contract, and above the copay
_KEPT = 40.0  # dollars that a payer took back


def _priced(visit: Visit) -> bool:
    return is_plain(visit) and visit.first["code"] in visit.payer.allowed


def _with_copay(visit: Visit) -> bool:
    return _priced(visit) and visit.first.get("patient_paid", 0) > 0


def mistyped_amount(bench: Bench) -> list[Slip]:
    """The amount of a cheque is mistyped."""
    visit = old(bench, _priced)
    if visit is None:
        return []
    money = answered(bench, visit, claimed(bench, visit))[0]
    money["amount"] += 9
    return [slip("RMT-001", ERROR, ("remits", money, "amount"), "The amount of a payment was mistyped.")]


def number_cut_off(bench: Bench) -> list[Slip]:
    """The payer sends back only the end of the claim number."""
    visit = old(bench, _priced)
    if visit is None:
        return []
    claim = claimed(bench, visit)
    _, pay, *adjustments = answered(bench, visit, claim)
    for row in (pay, *adjustments):
        row["claim_id"] = claim["claim_id"].rpartition("-")[2]
    done = "The payer sent back only the end of the claim number."
    return [slip("RMT-002", WARNING, ("payments", pay, "claim_id"), done)]


def other_charge_seen(bench: Bench) -> list[Slip]:
    """The payer judged one dollar more than was billed, and took it off again."""
    visit = old(bench, _priced)
    if visit is None:
        return []
    _, pay, *adjustments = answered(bench, visit, claimed(bench, visit))
    for row in (pay, *adjustments):
        row["clp_charge"] += 1
    pay["charge"] += 1
    adjustments[0]["adj_amount"] += 1
    done = "The payer judged a charge that was read one dollar too high."
    return [slip("RMT-003", WARNING, ("payments", pay, "clp_charge"), done)]


def paid_too_little(bench: Bench) -> list[Slip]:
    """The payer prices a claim by last year's contract."""
    visit = old(bench, _priced)
    if visit is None:
        return []
    pay = answered(bench, visit, claimed(bench, visit), less=_LESS)[1]
    done = "The payer priced a claim by the contract of the year before."
    return [slip("RMT-004", WARNING, ("payments", pay, "allowed"), done)]


def share_above_copay(bench: Bench) -> list[Slip]:
    """The benefit check noted the copay of another plan."""
    visit = old(bench, _with_copay)
    if visit is None:
        return []
    told = round(visit.coverage["copay"] * 100)
    pay = answered(bench, visit, claimed(bench, visit), share=told + _MORE)[1]
    done = "The benefit check had noted a copay that is too small."
    return [slip("RMT-005", INFO, ("payments", pay, "clp_pr"), done)]


def code_changed(bench: Bench) -> list[Slip]:
    """The payer pays manual therapy as massage."""
    visit = old(bench, lambda v: _priced(v) and v.first["code"] == "97140")
    if visit is None:
        return []
    _, pay, *adjustments = answered(bench, visit, claimed(bench, visit))
    for row in (pay, *adjustments):
        row["code"] = "97124"
    done = "The payer paid manual therapy as massage."
    return [slip("RMT-006", WARNING, ("payments", pay, "code"), done)]


def deposit_short(bench: Bench) -> list[Slip]:
    """The bank shows less than the payer says."""
    visit = old(bench, _priced)
    if visit is None:
        return []
    money = answered(bench, visit, claimed(bench, visit))[0]
    money |= {"deposit_amount": money["amount"] - 10, "deposit_matched_on": money["posted_on"]}
    done = "The bank shows ten dollars less than the payer says."
    return [slip("RMT-007", ERROR, ("remits", money, "deposit_amount"), done)]


def taken_back(bench: Bench) -> list[Slip]:
    """The payer keeps back forty dollars under a reason that nobody knows."""
    visit = old(bench, _priced)
    if visit is None:
        return []
    money = answered(bench, visit, claimed(bench, visit))[0]
    money["amount"] -= _KEPT
    row: Row = {
        "remit_id": money["remit_id"],
        "provider_id": bench.tables["practice"][0]["npi"],
        "fiscal_date": visit.day.replace(month=12, day=31),
        "reason": "ZZ",
        "reference": "MEMO7",
        "amount": _KEPT,
    }
    bench.tables.setdefault("plb", []).append(row)
    done = "The payer kept money back under a reason that is on no list."
    return [slip("RMT-008", WARNING, ("plb", row, "reason"), done)]


def copay_too_high(bench: Bench) -> list[Slip]:
    """More was taken at the desk than the payer says the patient owes."""
    visit = old(bench, _with_copay)
    if visit is None:
        return []
    claim = claimed(bench, visit)
    answered(bench, visit, claim, share=round(visit.first["patient_paid"] * 100) - 500)
    done = "Five dollars more were taken at the desk than the payer says."
    return at_claim("RMT-009", WARNING, claim, "patient_paid", done)


def contract_amount_asked(bench: Bench) -> list[Slip]:
    """A line that the contract makes the clinic's loss is to be billed to the patient."""
    visit = old(bench)
    if visit is None:
        return []
    claim = claimed(bench, visit, status="DENIED")
    line, money = lines_of(bench, claim)[0], remit(bench, claim, 0.0)
    line |= {"denied": True, "co_adj": line["charge"], "carc_list": "197"}
    denials = bench.tables.setdefault("denials", [])
    row: Row = {
        "denial_id": f"DN{len(denials) + 1:04d}",
        "claim_id": claim["claim_id"],
        "line_no": 1,
        "remit_id": money["remit_id"],
        "denied_on": money["payment_date"],
        "group": "CO",
        "carc": "197",
        "amount": line["charge"],
        "decision": "PATIENT",
        "decided_by": "Kim",
        "decided_on": money["payment_date"] + DAY,
    }
    denials.append(row)
    done = "A line denied as the clinic's own loss was to be billed to the patient."
    return [slip("RMT-010", ERROR, ("denials", row, "decision"), done)]


def paid_by_two(bench: Bench) -> list[Slip]:
    """Two payers paid the same visit."""
    visit = old(bench, _priced)
    if visit is None:
        return []
    claim = claimed(bench, visit)
    answered(bench, visit, claim)
    paid = claim["paid_total"]
    claim |= {"status": "PAID", "paid_total": 2 * paid, "balance": -paid, "balance_owner": "INS_P"}
    return at_claim("RMT-011", WARNING, claim, "balance", "A second payer paid the same visit once more.")


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = (
    mistyped_amount,
    number_cut_off,
    other_charge_seen,
    paid_too_little,
    share_above_copay,
    code_changed,
    deposit_short,
    taken_back,
    copay_too_high,
    contract_amount_asked,
    paid_by_two,
)

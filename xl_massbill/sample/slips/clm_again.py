"""Slips in claims that follow another: corrections, and bills to the second payer.

Source: handbook §6.11 (CLM-008 to CLM-011, CLM-014, CLM-015), §7.5, §7.7.
"""

from __future__ import annotations

from collections.abc import Callable

from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Visit, put
from xl_massbill.sample.slips.claims_out import answered, at_claim, claimed, following, lines_of, old
from xl_massbill.sample.slips.islands import island
from xl_massbill.sample.slips.pay import is_hour
from xl_massbill.sample.slips.payer_apart import newly_insured, say


def _correction(bench: Bench, claim: Row, icn: str | None) -> Row:
    """Add the replacement of a claim, ready to go, and let its visit be on it."""
    row = following(
        bench, claim, "R1", frequency="7", replaces_claim_id=claim["claim_id"], original_ref_no=icn
    )
    for line in bench.tables["visits"]:
        if line.get("claim_id") == claim["claim_id"]:
            line |= {"claim_id": row["claim_id"], "billing_status": row["status"]}
    return row


def _denied(bench: Bench, visit: Visit, rarc: str) -> Row:
    """Put a visit on a claim that its payer has denied whole, and return it."""
    claim = claimed(bench, visit, status="DENIED", icn=f"{visit.payer.payer_id}{visit.first['visit_id']}")
    for line in lines_of(bench, claim):
        line |= {"denied": True, "co_adj": line["charge"], "carc_list": "16", "rarc_list": rarc}
    return claim


def no_number_of_payer(bench: Bench) -> list[Slip]:
    """A correction is made, and the payer's number of the old claim is not copied."""
    visit = old(bench)
    if visit is None:
        return []
    claim = _correction(bench, _denied(bench, visit, "N130"), None)
    done = "A corrected claim was made without the payer's number of the old one."
    return at_claim("CLM-008", ERROR, claim, "original_ref_no", done)


def correction_of_a_rejected_one(bench: Bench) -> list[Slip]:
    """A claim that the clearinghouse returned is corrected instead of sent anew."""
    visit = old(bench)
    if visit is None:
        return []
    first = claimed(bench, visit, status="REJECTED", first_accepted_on=None)
    first |= {"first_rejected_on": first["status_since"], "rejections": 1}
    claim = _correction(bench, first, f"UNKNOWN{visit.first['visit_id']}")
    done = "A claim that the clearinghouse had returned was corrected instead of sent anew."
    return at_claim("CLM-009", WARNING, claim, "frequency", done)


def takes_no_corrections(bench: Bench) -> list[Slip]:
    """A corrected claim is to go electronically to a payer that takes none."""
    visit = old(bench, is_hour)
    if visit is None:
        return []
    visit, payer = newly_insured(bench, visit, "Oystercatcher Plan")
    say(bench, payer, "freq7_accepted", "N")
    claim = _correction(bench, _denied(bench, visit, "N130"), f"OYS{visit.first['visit_id']}")
    done = "A corrected claim was made for a payer that takes none electronically."
    return at_claim("CLM-010", ERROR, claim, "frequency", done)


def wanted_a_new_claim(bench: Bench) -> list[Slip]:
    """The payer asked for a new claim, and a replacement is made."""
    visit = old(bench)
    if visit is None:
        return []
    denied = _denied(bench, visit, "N142")
    claim = _correction(bench, denied, denied["icn"])
    done = "The payer asked for a new claim, and a replacement was made."
    return at_claim("CLM-011", WARNING, claim, "frequency", done)


def reason_left_out(bench: Bench) -> list[Slip]:
    """The reason of an adjustment is not copied from the first payer's paper; the second payer wants it."""
    visit = _doubly_insured(bench)
    if visit is None:
        return []
    claim = claimed(bench, visit)
    put(answered(bench, visit, claim)[2], carc=None)
    second = _to_second_payer(bench, claim)
    done = "The reason of an adjustment was not copied from the first payer's paper."
    return at_claim("CLM-014", ERROR, second, "total_charge", done)


def before_the_answer(bench: Bench) -> list[Slip]:
    """The bill to the second payer is made before the first one's answer is entered."""
    visit = _doubly_insured(bench)
    if visit is None:
        return []
    second = _to_second_payer(bench, claimed(bench, visit))
    done = "The second payer's claim was made before the first one's answer was entered."
    return at_claim("CLM-015", ERROR, second, "parent_claim_id", done)


def _doubly_insured(bench: Bench) -> Visit | None:
    """Move a visit to a newcomer, who has a second plan as well."""
    visit = old(bench, lambda v: is_hour(v) and v.first["code"] in v.payer.allowed)
    if visit is None:
        return None
    visit = island(bench, visit)
    other = next(p["payer_id"] for p in bench.tables["payers"] if p["payer_type"] == "BCBS")
    put(visit.coverage, cob_confirmed_on=visit.coverage["verified_on"])
    second = {
        **visit.coverage,
        "coverage_id": f"{visit.coverage['coverage_id']}S",
        "payer_id": other,
        "priority": "S",
    }
    bench.tables["coverage"].append(second)
    return visit


def _to_second_payer(bench: Bench, claim: Row) -> Row:
    """Add the claim to the patient's second plan, ready to go."""
    claim |= {"status": "SECONDARY_DUE", "balance_owner": "INS_S"}
    plan = next(row for row in bench.tables["coverage"] if row["coverage_id"] == f"{claim['coverage_id']}S")
    return following(
        bench, claim, "S", payer_id=plan["payer_id"], coverage_id=plan["coverage_id"], payer_seq="S"
    )


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = (
    no_number_of_payer,
    correction_of_a_rejected_one,
    takes_no_corrections,
    wanted_a_new_claim,
    reason_left_out,
    before_the_answer,
)

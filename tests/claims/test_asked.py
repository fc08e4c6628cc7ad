"""What payers ask to see of clinic and therapist, and what the tables tell with a claim."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.claims.test_again import following, tables, with_second_payer
from tests.claims.test_build import build, line
from tests.rules.cases import clean
from xl_massbill.claims.booking import claim_row
from xl_massbill.claims.claim import Span
from xl_massbill.claims.following import Kind
from xl_massbill.errors import Refused
from xl_massbill.x12.delimiters import PLAIN, Delimiters, Style

__all__ = ["tables"]
OWN, OTHER = "225700000X", "261QP2000X"
DAY = dt.date(2026, 4, 1)


def ruled(found, key, value, **more):
    found["payer_rules"].append({**found["payer_rules"][0], "rule_key": key, "value": value, **more})
    return found


def enrolled(**cells):
    return {
        "therapist_id": "T1",
        "payer_id": "EHP01",
        "status": "IN_NETWORK",
        "payer_provider_id": "77",
        **cells,
    }


@pytest.mark.parametrize(("value", "sent"), [("Y", OWN), ("N", ""), ("n", ""), (OTHER, OTHER)])
def test_taxonomies_follow_the_payer_s_rule(value, sent):
    (claim,) = build(ruled(clean(), "taxonomy_billing", value))
    assert (claim.billing.taxonomy, claim.rendering.taxonomy) == (sent, OWN)
    (claim,) = build(ruled(clean(), "taxonomy_rendering", value))
    assert (claim.billing.taxonomy, claim.rendering.taxonomy) == (OWN, sent)


def test_the_licence_goes_out_only_where_it_is_asked_for():
    assert [c.rendering.license for c in build(clean())] == [""]
    assert [c.rendering.license for c in build(ruled(clean(), "license_rendering", "N"))] == [""]
    assert [c.rendering.license for c in build(ruled(clean(), "license_rendering", "Y"))] == ["MA60000001"]


@pytest.mark.parametrize(
    ("row", "sent"),
    [
        ({}, "77"),
        ({"effective_from": dt.date(2026, 5, 4), "effective_to": dt.date(2026, 5, 4)}, "77"),
        ({"effective_from": dt.date(2026, 5, 5)}, ""),
        ({"effective_to": dt.date(2026, 5, 3)}, ""),
        ({"effective_to": "last spring"}, ""),
        ({"status": "TERMED"}, ""),
        ({"status": "TERMED", "effective_to": dt.date(2026, 12, 31)}, "77"),
        ({"payer_id": "OTHER"}, ""),
        ({"therapist_id": "T9"}, ""),
        ({"payer_provider_id": None}, ""),
    ],
)
def test_the_payer_s_number_of_the_therapist_is_that_of_the_day(row, sent):
    found = clean() | {"therapist_payer": [{k: v for k, v in enrolled(**row).items() if v is not None}]}
    assert [c.rendering.payer_provider_id for c in build(found)] == [sent]


def test_of_two_enrolments_the_later_one_counts():
    rows = [
        enrolled(payer_provider_id="2", effective_from=dt.date(2026, 1, 1)),
        enrolled(payer_provider_id="9"),
    ]
    for order in (rows, rows[::-1]):
        (claim,) = build(clean() | {"therapist_payer": order})
        assert claim.rendering.payer_provider_id == "2"


def test_the_next_payer_is_asked_for_its_own_wishes(tables):
    rows = [
        ("SBS01", "taxonomy_billing", "N"),
        ("EHP01", "taxonomy_rendering", OTHER),
        ("EHP01", "license_rendering", "Y"),
    ]
    tables["payer_rules"] += [{"payer_id": p, "rule_key": k, "value": v} for p, k, v in rows]
    tables["therapist_payer"] = [enrolled(), enrolled(payer_id="SBS01", payer_provider_id="S1")]
    claim, _ = following(with_second_payer(tables), Kind.NEXT_PAYER)
    assert (claim.payer.payer_id, claim.billing.taxonomy) == ("EHP01", OWN)
    assert (claim.rendering.taxonomy, claim.rendering.payer_provider_id) == (OTHER, "77")
    assert claim.rendering.license


def test_payers_say_how_their_file_looks():
    (claim,) = build(clean())
    assert (claim.payer.style, claim.payer.usage) == (PLAIN, "T"), "the usage is that of the practice"
    found = clean()
    found["payers"][0] |= {
        "separators": "|^>~", "line_breaks": "N", "letters": "AS_TYPED", "usage": "P", "clinic_number": "G1", "clinic_location": "L1",
    }  # fmt: skip
    (claim,) = build(found)
    assert claim.payer.style == Style(Delimiters("|", ">", "^", "~"), line_breaks=False, capitals=False)
    assert claim.payer.usage == "P"
    assert (claim.payer.clinic_number, claim.payer.clinic_location) == ("G1", "L1")


def test_separators_that_cannot_be_used_are_refused_with_the_payer():
    found = clean()
    found["payers"][0]["separators"] = "*^,~"
    with pytest.raises(Refused, match="payer EHP01"):
        build(found)


def test_days_of_the_condition():
    found = clean()
    found["coverage"][0] |= {
        "initial_treatment_on": DAY, "acute_manifestation_on": DAY, "first_contact_on": DAY, "last_worked_on": DAY,
        "return_to_work_on": DAY, "hospital_from": DAY, "hospital_to": DAY, "care_assumed_on": DAY,
        "care_relinquished_on": DAY, "disabled_from": DAY, "state_text": "LU WA",
    }  # fmt: skip
    found["referrals"][0]["last_seen_on"] = DAY
    found["patients"][0]["medical_record_no"] = "MR7"
    (claim,) = build(found)
    kinds = {"454", "453", "444", "297", "296", "435", "096", "090", "091", "304"}
    assert dict(claim.other_dates) == dict.fromkeys(kinds, DAY)
    assert claim.disability == Span(DAY, None)
    assert (claim.jurisdiction_note, claim.medical_record_no) == ("LU WA", "MR7")
    (plain,) = build(clean())
    assert (plain.other_dates, plain.disability, plain.jurisdiction_note) == ((), None, "")


def told(claim):
    return claim.note, claim.delay_reason, claim.claim_codes


def test_what_is_typed_in_one_line_holds_for_its_visit():
    found = clean()
    line(found, line_no=2, charge=45.0, units=1)
    found["visits"][1] |= {"claim_note": "see plan", "delay_reason": 7, "condition_codes": "w2 W3"}
    line(found, visit_id="V2", claim_note=None, dos=dt.date(2026, 5, 5))
    first, other = build(found)
    assert told(first) == ("see plan", "7", ("W2", "W3"))
    booked = claim_row(first, "B1", dt.date(2026, 5, 6), None, 0)
    assert (booked["note_text"], booked["delay_reason"]) == ("see plan", "7")
    assert (len(first.lines), told(other)) == (2, ("", "", ()))


@pytest.mark.parametrize("cells", [{"claim_note": "a"}, {"delay_reason": 3}, {"condition_codes": "W2"}])
def test_visits_that_tell_different_things_share_no_claim(cells):
    found = clean()
    line(found, visit_id="V2", dos=dt.date(2026, 5, 11), **cells)
    assert [len(c.lines) for c in build(found, one_claim_per_dos=False)] == [1, 1]


def test_a_corrected_bill_is_no_duplicate_and_the_next_payer_is_told_nothing(tables):
    tables["visits"][-1] |= {"condition_codes": "W2 A1", "claim_note": "see plan", "delay_reason": "9"}
    for kind in (Kind.CORRECTED, Kind.VOID):
        claim, _ = following(tables, kind)
        assert told(claim) == ("see plan", "9", ("A1",))
    claim, _ = following(with_second_payer(tables), Kind.NEXT_PAYER)
    assert told(claim) == ("", "", ())

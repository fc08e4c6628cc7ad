"""Slips of typing: blanks, turned digits, wrong kinds of cells, references that lead nowhere.

Most stand in rows of people and places that are new, as typing slips do; they hold up no claim.

Source: handbook §6.1 (FMT).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from xl_massbill.sample.calendar import DAY, shut
from xl_massbill.sample.clinic import TAXONOMY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Visit, key_of, put, slip

_CONFIRMED_AGO = 395  # days: confirmed just over a year ago
_NEWCOMERS = (
    ("Ada", "Brackenfield-Moss"), ("Bruno", "Cobblewren"), ("Celia", "Duskmeadow"), ("Dario", "Elmwhisper"),
    ("Enid", "Frostlark"), ("Farid", "Gorsewick"), ("Gilda", "Hawkmantle"), ("Hugo", "Ironmere"),
    ("Ines", "Jadewillow"), ("Jonas", "Kitelark"), ("Kamala", "Lindwhistle"), ("Lars", "Merewold"),
)  # fmt: skip


def _hire(bench: Bench, first: str, last: str, **cells: str) -> Row:
    """Add a therapist who starts next month."""
    number = len(bench.tables["therapists"]) + 1
    row = {**bench.tables["therapists"][0], "therapist_id": f"T{number:02d}"}
    row |= {"first_name": first, "last_name": last, "license_no": f"WA6099{number:04d}"}
    row["active_from"] = (bench.as_of.replace(day=28) + 5 * DAY).replace(day=1)
    bench.tables["therapists"].append(row | cells)
    return bench.tables["therapists"][-1]


def digits_turned(bench: Bench) -> list[Slip]:
    """Two digits of a new therapist's NPI are turned round."""
    npi: str = bench.tables["therapists"][0]["npi"]
    row = _hire(bench, "Hollis", "Dewbright", npi=npi[:-2] + npi[-1] + npi[-2])
    done = "The last two digits of a new therapist's NPI were turned round."
    return [slip("FMT-002", ERROR, ("therapists", row, "npi"), done)]


def taxonomy_cut(bench: Bench) -> list[Slip]:
    """The X at the end of a new therapist's taxonomy is left out."""
    row = _hire(bench, "Merle", "Ashwillow", taxonomy=TAXONOMY[:-1])
    done = "The X at the end of a new therapist's taxonomy was left out."
    return [slip("FMT-004", ERROR, ("therapists", row, "taxonomy"), done)]


def short_zip(bench: Bench) -> list[Slip]:
    """A new worksite has a ZIP of five digits."""
    row = {
        **bench.tables["facilities"][0],
        "facility_id": "F02",
        "name": "Northquay Cold Storage Clinic Room",
    }
    put(row, npi=None, addr1="4 Northquay Pier Rd", zip="98421")
    bench.tables["facilities"].append(row)
    done = "A new worksite was entered with a ZIP of five digits."
    return [slip("FMT-005", ERROR, ("facilities", row, "zip"), done)]


def _register(bench: Bench) -> Row:
    """Add a patient whose first visit is still to come."""
    people = bench.tables["patients"]
    number = max(int(row["patient_id"][1:]) for row in people) + 1
    fresh = sum("email" not in row for row in people)
    first, last = _NEWCOMERS[fresh % len(_NEWCOMERS)]
    day = shut(bench.as_of)
    row = {name: cell for name, cell in people[0].items() if name not in ("email", "middle", "employer_name")}
    row |= {"patient_id": f"P{number:03d}", "first_name": first, "last_name": last, "sex": "FM"[fresh % 2]}
    row |= {name: day for name in row if name.endswith("_on")}
    row["dob"] = row["dob"] + DAY * (211 * (fresh + 1))
    row["addr1"] = f"{1000 + 7 * number} Juncoflight Dr"
    people.append(row)
    return row


def _enrol(bench: Bench) -> Row:
    """Add a patient whose first visit is still to come, with a benefit check, and return the check."""
    patient = _register(bench)
    checks = bench.tables["coverage"]
    row = {**next(c for c in checks if c["relation_to_insured"] == "18" and c["pay_type"] == "INSURANCE")}
    put(row, effective_to=None)
    row |= {"coverage_id": f"C{len(checks) + 1:03d}", "patient_id": patient["patient_id"]}
    row |= {"member_id": row["member_id"][:-3] + patient["patient_id"][1:], "verified_on": shut(bench.as_of)}
    checks.append(row)
    return row


def _mistyped(
    bench: Bench, place: tuple[str, str], rule: tuple[str, str], cell: object, done: str
) -> list[Slip]:
    """Mistype one cell of a newcomer, in Patients or Coverage."""
    table, name = place
    row = _register(bench) if table == "patients" else _enrol(bench)
    put(row, **{name: cell})
    return [slip(*rule, (table, row, name), done)]


_STREET = "Rear entrance of the old cannery building, 2211 Saltgrass Lane"
CELLS: tuple[tuple[tuple[str, str], tuple[str, str], object, str], ...] = (
    (("coverage", "verified_by"), ("FMT-001", ERROR), None, "Who checked the benefits was not written down."),
    (("patients", "zip"), ("FMT-005", WARNING), "9840", "A digit of the patient's ZIP was lost."),
    (("patients", "state"), ("FMT-006", ERROR), "Wash", "The state was not typed as two letters."),
    (("coverage", "group_no"), ("FMT-009", WARNING), "GRP7*144", "An asterisk stands in the group number."),
    (("patients", "addr1"), ("FMT-010", ERROR), _STREET, "The address is longer than a claim can carry."),
    (("coverage", "copay"), ("FMT-011", ERROR), 25.005, "The copay was typed with three decimals."),
    (("coverage", "member_id"), ("FMT-012", WARNING), "987-65-4320", "The member ID looks like an SSN."),
    (("coverage", "member_id"), ("FMT-012", ERROR), "CWH 4471 882", "The member ID holds blanks."),
    (("coverage", "method"), ("FMT-015", ERROR), "FAX", "The method of the check is not one of the choices."),
)  # fmt: skip


def id_used_twice(bench: Bench) -> list[Slip]:
    """A newcomer gets the number of a patient who is there already, one who pays without a plan."""
    other = bench.pick(bench.unbilled_patients())
    if other is None:
        return []
    bench.take(bench.of_patient(other["patient_id"]))
    row = _register(bench)
    row["patient_id"] = other["patient_id"]
    done = "A new patient was given a number that another patient has already."
    return [Slip("FMT-013", ERROR, "patients", key_of("patients", row), "patient_id", done)]


def words_left_out(bench: Bench) -> list[Slip]:
    """The techniques of a line are not copied from the note."""
    return _at_line(bench, ("FMT-001", ERROR), "techniques", None, "The techniques were not copied.")


def no_such_day(bench: Bench) -> list[Slip]:
    """The day of a visit does not exist."""
    day = f"{bench.as_of.year}-02-30"
    return _at_line(bench, ("FMT-007", ERROR), "dos", day, "The visit was dated 30 February.")


def letter_in_amount(bench: Bench) -> list[Slip]:
    """A letter o stands for a nought in what the patient paid."""
    done = "The letter o was typed for a nought in what the patient paid."
    return _at_line(bench, ("FMT-011", ERROR), "patient_paid", "2o.00", done)


def order_unknown(bench: Bench) -> list[Slip]:
    """A visit names an order that is not on file."""
    return _at_line(bench, ("FMT-015", ERROR), "referral_id", "R999", "The order named is not on file.")


def code_of_three(bench: Bench) -> list[Slip]:
    """A condition code of three characters stands beside a visit."""
    visit = bench.pick(bench.visits(lambda v: v.is_single))
    if visit is None:
        return []
    bench.take([visit])
    put(visit.first, condition_codes="W23")
    done = "A condition code of three characters was typed for a claim."
    return [slip("FMT-017", ERROR, ("visits", visit.first, "condition_codes"), done)]


def _at_line(bench: Bench, rule: tuple[str, str], name: str, cell: object, done: str) -> list[Slip]:
    visit = bench.pick(bench.visits(lambda v: v.is_single and name in v.first))
    if visit is None:
        return []
    bench.take([visit])
    put(visit.first, **{name: cell})
    return [slip(*rule, ("visits", visit.first, name), done)]


def missed_tomorrow(bench: Bench) -> list[Slip]:
    """A visit still to come is marked as missed."""

    def ahead(v: Visit) -> bool:
        return v.first["status"] == "SCHEDULED" and v.day > bench.as_of and v.is_single

    visit = bench.pick(bench.all_visits(ahead))
    if visit is None:
        return []
    bench.take([visit])
    visit.first["status"] = "NO_SHOW"
    done = "A visit that is still to come was marked as missed."
    return [slip("FMT-007", ERROR, ("visits", visit.first, "dos"), done)]


def confirmed_long_ago(bench: Bench) -> list[Slip]:
    """A rule of one payer was confirmed more than a year ago."""
    day: dt.date = bench.as_of - DAY * _CONFIRMED_AGO
    late = {v.payer.payer_id for v in bench.all_visits(lambda v: v.is_billed and v.day > day + DAY * 366)}
    rows = [
        r for r in bench.tables["payer_rules"] if r["payer_id"] in late and r["rule_key"] == "appeal_days"
    ]
    row = bench.pick(rows)
    if row is None:
        return []
    row["confirmed_on"] = day
    done = "A rule of this payer was last confirmed more than a year ago."
    return [slip("FMT-014", WARNING, ("payer_rules", row, "confirmed_on"), done)]


def _planters() -> tuple[Callable[[Bench], list[Slip]], ...]:
    cells = [partial(_mistyped, place=p, rule=r, cell=c, done=d) for p, r, c, d in CELLS]
    own = (
        digits_turned,
        taxonomy_cut,
        short_zip,
        id_used_twice,
        words_left_out,
        no_such_day,
        letter_in_amount,
    )
    return (missed_tomorrow, confirmed_long_ago, *own, order_unknown, *cells, code_of_three)


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = _planters()

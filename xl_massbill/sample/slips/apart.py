"""Slips on islands: one visit with patient, plan and papers of its own, one cell spoilt, one finding.

Each row says what rule finds it, where, on what kind of visit, and what was changed. They are planted when the
sample is to be thorough; a demo shows the everyday ones of the other groups.

Source: handbook §6.2-6.6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, Visit, put, slip
from xl_massbill.sample.slips.islands import for_the_day, hired, is_alone, island

Cells = dict[str, Any] | Callable[[Visit], dict[str, Any]]
Fits = Callable[[Visit], bool]
_TABLES = {"line": "visits", "last": "visits", "note": "notes", "patient": "patients", "referral": "referrals",
           "therapist": "therapists", "auth": "auths"}  # fmt: skip
_HEALTH = ("COMMERCIAL", "BCBS")
LATE = 9
"""Month of the last visits, whose next days nobody has seen yet."""


@dataclass(frozen=True, slots=True)
class Apart:
    """One slip: the finding it must give, the visit it needs, and the cells it changes, by kind of row."""

    rule: str
    severity: str
    at: tuple[str, str]
    done: str
    cells: dict[str, Cells] = field(default_factory=dict)
    fits: Fits = lambda _: True
    therapist: Row | None = None
    rules: dict[str, str] = field(default_factory=dict)
    """Rules of the payer that are in force on this day only, by key; "key@code" for one code."""
    then: Callable[[Bench, Visit], object] = lambda _, __: None
    """What else is done to the visit."""
    brings: tuple[tuple[str, str, tuple[str, str]], ...] = ()
    """Findings that come with it by nature: (rule, severity, at)."""


def asks_no_approval(visit: Visit) -> bool:
    """Return whether the payer counts no visits against an approval: moving one away changes no other."""
    return not visit.auth and visit.payer.rules.get("pa_required") in (None, "NEVER", "N")


def is_plain(visit: Visit) -> bool:
    """Return whether it is an hour of massage for a health plan that asks for no approval."""
    plain = visit.is_single and visit.first["code"] == "97124" and visit.day.month < LATE
    return plain and asks_no_approval(visit) and visit.payer.payer_type in _HEALTH


def _has_gp(visit: Visit) -> bool:
    return (
        asks_no_approval(visit)
        and visit.is_single
        and (visit.first.get("mod1"), visit.first.get("mod2")) == ("GP", None)
    )


def before(days: int) -> Callable[[Visit], dt.date]:
    return lambda visit: visit.day - days * DAY


SLIPS_APART: tuple[Apart, ...] = (
    Apart("PAT-001", WARNING, ("patient", "first_name"), "A nickname was typed into the name.",
          {"patient": {"first_name": 'Robert "Bob"'}}, is_plain),
    Apart("PAT-002", ERROR, ("patient", "dob"), "The year of birth was typed a century too early.",
          {"patient": lambda v: {"dob": v.patient["dob"].replace(year=v.day.year - 125)}}, is_plain),
    Apart("PAT-003", ERROR, ("patient", "sex"), "The sex was typed as X.", {"patient": {"sex": "X"}}, is_plain),
    Apart("PAT-004", WARNING, ("patient", "responsible_party"), "A minor has no responsible adult on file.",
          {"patient": lambda v: {"dob": v.day.replace(year=v.day.year - 15)}}, is_plain),
    Apart("PAT-005", WARNING, ("patient", "release_of_info_on"), "The release of information was never signed.",
          {"patient": {"release_of_info_on": None}}, is_plain),
    Apart("PAT-007", ERROR, ("line", "dos"), "The visit is dated after the recorded day of death.",
          {"patient": lambda v: {"deceased_on": v.day - DAY}}, is_plain),
    Apart("COV-001", WARNING, ("coverage", "verified_on"), "The benefits were asked for after the visit only.",
          {"coverage": lambda v: {"verified_on": v.day + DAY}}, is_plain),
    Apart("COV-002", ERROR, ("line", "coverage_id"), "The plan had ended the day before.",
          {"coverage": lambda v: {"effective_to": v.day - DAY}}, is_plain),
    Apart("COV-003", ERROR, ("coverage", "massage_covered"), "The plan said that it covers no massage.",
          {"coverage": {"massage_covered": "N"}}, is_plain),
    Apart("COV-004", WARNING, ("line", "code"), "The code was not among those the plan confirmed.",
          {"coverage": {"covered_codes": "97140"}}, is_plain),
    Apart("COV-005", WARNING, ("line", "coverage_id"), "The benefit check is more than a month old.",
          {"coverage": lambda v: {"verified_on": v.day - 31 * DAY}}, lambda v: is_plain(v) and v.day.month > 2),
    Apart("COV-006", ERROR, ("coverage", "provider_type_ok"), "The plan pays other professions only.",
          {"coverage": {"provider_type_ok": False}}, is_plain),
    Apart("COV-007", ERROR, ("coverage", "insured_dob"), "The birth date of the insured is missing.",
          {"coverage": {"relation_to_insured": "01", "insured_last": "Alderquay", "insured_first": "Rue",
                        "insured_sex": "F", "insured_addr1": "9 Lanternfish Way", "insured_city": "Tacoma",
                        "insured_state": "WA", "insured_zip": "98401"}}, is_plain),
    Apart("COV-008", WARNING, ("coverage", "relation_to_insured"), "The plan is the spouse's, the relation says self.",
          {"coverage": {"relation_to_insured": "18", "insured_last": "Mossgate", "insured_first": "Rue"}}, is_plain),
    Apart("COV-009", ERROR, ("line", "coverage_id"), "All visits that the plan allows had been used elsewhere.",
          {"coverage": {"visits_allowed": 12, "visits_used_elsewhere": 12, "visit_period": "CALENDAR"}}, is_plain),
    Apart("COV-010", WARNING, ("line", "coverage_id"), "Two of the plan's visits are left after this one.",
          {"coverage": {"visits_allowed": 12, "visits_used_elsewhere": 9, "visit_period": "CALENDAR"}}, is_plain),
    Apart("COV-011", WARNING, ("line", "coverage_id"), "The money of the accident policy is nearly used up.",
          {"coverage": {"policy_limit": 10000, "amount_used": 9990}}, lambda v: v.payer.payer_type == "AUTO_PIP"),
    Apart("COV-014", WARNING, ("coverage", "accident_type"), "An injury at work goes to the health plan.",
          {"coverage": lambda v: {"accident_type": "EM", "accident_date": v.day - 40 * DAY},
           "patient": {"employer_name": "Tidewrack Boatworks"}}, is_plain),
    Apart("COV-015", ERROR, ("coverage", "claim_number"), "The insurer's claim number was not entered.",
          {"coverage": {"claim_number": None}}, lambda v: v.payer.payer_type == "AUTO_PIP"),
    Apart("COV-016", WARNING, ("coverage", "pay_type"), "The plan is marked cash, the visit goes to it.",
          {"coverage": {"pay_type": "CASH"}}, is_plain),
    Apart("PRV-001", ERROR, ("line", "therapist_id"), "The therapist's licence had ended the day before.",
          fits=is_plain, therapist={"license_expires": before(1), "license_status": "EXPIRED", "active_to": before(0)}),
    Apart("PRV-009", WARNING, ("therapist", "liability_ins_expires"), "The malpractice cover had ended.",
          fits=is_plain, therapist={"liability_ins_expires": before(1)}),
    Apart("PRV-010", ERROR, ("line", "therapist_id"), "The therapist had left the day before.",
          fits=is_plain, therapist={"active_to": before(1)}),
    Apart("PRV-008", ERROR, ("line", "therapist_id"), "The payer pays physical therapists only.",
          fits=is_plain, rules={"eligible_provider_types": "PT"}),
    Apart("COD-001", ERROR, ("line", "code"), "Two digits of the code were turned round.",
          {"line": {"code": "97214"}, "coverage": {"covered_codes": "97214"}}, is_plain),
    Apart("COD-003", ERROR, ("line", "code"), "The payer does not pay the code.",
          fits=is_plain, rules={"code_covered@97124": "N"}),
    Apart("COD-008", ERROR, ("line", "pos"), "The place was typed as telehealth.", {"line": {"pos": "10"}}, is_plain),
    Apart("COD-009", WARNING, ("line", "pos"), "A visit at home has no approval.",
          {"line": {"pos": "12"}}, is_plain, rules={"pos_allowed": "11, 12"}),
    Apart("COD-012", WARNING, ("line", "other_provider_same_day"), "The chiropractor treated on the same day.",
          {"line": {"other_provider_same_day": "DC"}}, is_plain),
    Apart("MOD-001", ERROR, ("line", "mod1"), "The letters of the modifier were turned round.",
          {"line": {"mod1": "PG"}}, lambda v: is_plain(v) and "mod1" not in v.first),
    Apart("MOD-002", ERROR, ("line", "mod1"), "The payer's modifier was left out.",
          {"line": {"mod1": None}}, _has_gp),
    Apart("MOD-003", ERROR, ("line", "mod1"), "A chiropractor's modifier stands on the line.",
          {"line": {"mod1": "AT"}}, lambda v: is_plain(v) and "mod1" not in v.first),
    Apart("MOD-004", WARNING, ("line", "mod2"), "59 stands beside one of its closer kinds.",
          {"line": {"mod1": "59", "mod2": "XS"}}, lambda v: is_plain(v) and "mod1" not in v.first),
    Apart("MOD-007", WARNING, ("line", "mod1"), "A modifier for office visits stands on the line.",
          {"line": {"mod1": "25"}}, lambda v: is_plain(v) and "mod1" not in v.first),
    Apart("MOD-010", ERROR, ("line", "mod1"), "A Medicare modifier goes to a health plan.",
          {"line": {"mod1": "GY"}}, lambda v: is_plain(v) and "mod1" not in v.first),
    Apart("MOD-011", ERROR, ("line", "mod2"), "The same modifier was typed twice.",
          {"line": {"mod2": "GP"}}, _has_gp),
)  # fmt: skip


def plant_apart(one: Apart, bench: Bench) -> list[Slip]:
    """Plant one slip on an island and return what it must give, nothing where no visit fits."""
    visit = bench.pick([v for v in bench.visits(one.fits) if not one.rules or is_alone(bench, v)])
    if visit is None:
        return []
    visit = island(bench, visit)
    rows: dict[str, Row] = {"line": visit.first, "last": visit.lines[-1], "note": visit.note,
                            "patient": visit.patient, "coverage": visit.coverage, "referral": visit.referral,
                            "auth": visit.auth}  # fmt: skip
    if one.therapist is not None:
        rows["therapist"] = hired(
            bench, visit, **{n: c(visit) if callable(c) else c for n, c in one.therapist.items()}
        )
    for name, cells in one.cells.items():
        put(rows[name], **(cells(visit) if callable(cells) else cells))
    for key, value in one.rules.items():
        name, _, code = key.partition("@")
        for_the_day(bench, visit, name, value, code or "*")
    one.then(bench, visit)
    found = ((one.rule, one.severity, one.at), *one.brings)
    return [
        slip(rule, severity, (_TABLES.get(name, name), rows[name], column), one.done)
        for rule, severity, (name, column) in found
    ]


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = tuple(partial(plant_apart, one) for one in SLIPS_APART)
__all__ = ["INFO", "SCARCE", "SLIPS", "SLIPS_APART"]

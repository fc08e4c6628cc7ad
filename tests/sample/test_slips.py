"""The slips: each is found, by its own rule and no other, and nothing else is."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from tests.sample.practice import SEEDS, billed, clean, found, keyed, slipped
from xl_massbill.rules.catalogue import rules
from xl_massbill.sample import sample
from xl_massbill.sample.slips import GROUPS, STOPPING, THOROUGH, fmt

CLINIC_ROW = {"FMT-003", "FMT-008", "FMT-016"}
HISTORY = {"DUP-003", "DUP-004", "DUP-006"}
FOLLOWS = {"TFL-003", "DOC-001"}
"""What a slip brings with it: its visit was not sent in time, or was typed twice and has one note."""
TYPICAL = {"REF-001": 3, "UNT-002": 4, "AUT-001": 2, "REF-013": 2, "DUP-001": 4}
PLANTED_GROUPS = {"FMT", "REF", "AUT", "UNT", "DUP"}
"""Groups whose slips a demo shows."""
THOROUGH_GROUPS = PLANTED_GROUPS | {"PAT", "COV", "PRV", "COD", "MOD", "DX", "DOC"}
"""Groups of which the thorough sample has a slip of every rule."""
UNPLANTABLE: dict[str, str] = {}
"""Rules of these groups that cannot be found in a workbook that is right otherwise, each with the reason."""


def listed(made):
    return Counter((s.rule, s.severity, s.table, s.key, s.field) for s in made.slips)


@pytest.mark.parametrize(
    ("seed", "thorough"), [(seed, thorough) for seed in SEEDS for thorough in (False, True)]
)
def test_exactly_the_manifest_is_found(seed, thorough):
    made = slipped(seed, thorough=thorough)
    findings, count = found(made)
    assert set(findings) == set(listed(made))
    assert count == len(made.slips)
    assert max(listed(made).values()) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_of_the_groups_is_planted(seed):
    ids = {rule.id for rule in rules() if rule.group in THOROUGH_GROUPS}
    planted = {slip.rule for slip in slipped(seed, thorough=True).slips}
    assert ids - planted == set(UNPLANTABLE)
    assert all(UNPLANTABLE.values())


def test_what_stops_a_demo_is_planted_only_when_asked_for():
    ids = {rule.id for rule in rules() if rule.group in PLANTED_GROUPS}
    assert {slip.rule for slip in slipped().slips} - FOLLOWS == ids - CLINIC_ROW - HISTORY
    only_asked_for = {s.rule for s in slipped(thorough=True).slips} - {s.rule for s in slipped().slips}
    assert only_asked_for >= CLINIC_ROW | HISTORY
    assert not only_asked_for & (ids - CLINIC_ROW - HISTORY)


def test_the_typical_ones_stand_more_than_once():
    seen = Counter(slip.rule for slip in slipped().slips)
    assert {rule: seen[rule] for rule in TYPICAL} == TYPICAL


@pytest.mark.parametrize("seed", SEEDS)
def test_all_severities_are_there(seed):
    assert {slip.severity for slip in slipped(seed).slips} == {"error", "warning", "info"}


@pytest.mark.parametrize("seed", SEEDS)
def test_most_claims_can_still_go_and_each_electronic_payer_has_some(seed):
    made = slipped(seed)
    held = _visits_held(made)
    billable = {line["visit_id"]: payer for line, _, payer in billed(made)}
    free = {visit: payer for visit, payer in billable.items() if visit not in held}
    assert len(free) > 0.6 * len(billable)
    electronic = Counter(p["payer_id"] for p in free.values() if p["submit_method"] == "837P")
    assert len(electronic) == 6
    assert min(electronic.values()) >= 3


def _visits_held(made):
    """Return the visits whose lines a finding of severity error or warning concerns."""
    grave = [s for s in made.slips if s.severity != "info" and s.rule not in FOLLOWS]
    at = {
        name: {s.key for s in grave if s.table == name} for name in ("visits", "notes", "referrals", "auths")
    }
    late = {s.key.split("-")[0] for s in grave if s.table == "payer_rules"}
    checks = keyed(made.tables["coverage"], "coverage_id")
    return {
        line["visit_id"]
        for line in made.tables["visits"]
        if f"{line['visit_id']}-{line['line_no']}" in at["visits"]
        or line["visit_id"] in at["notes"]
        or line.get("referral_id") in at["referrals"]
        or line.get("auth_id") in at["auths"]
        or (line["dos"] != "2026-02-30" and "coverage_id" in line and _is_late(line, checks, late))
    }


def _is_late(line, checks, late):
    """Return whether it is a visit of the last weeks for the payer whose rules were confirmed long ago."""
    return checks[line["coverage_id"]]["payer_id"] in late and (line["dos"].year, line["dos"].month) >= (
        2026,
        8,
    )


def test_each_slip_says_in_one_sentence_what_was_done():
    for slip in slipped(thorough=True).slips:
        assert slip.done.endswith(".")
        assert 4 <= len(slip.done.split()) <= 25
        assert slip.identity == (slip.rule, slip.key, slip.field)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_manifest_stands_in_order(seed):
    assert slipped(seed).slips == sorted(slipped(seed).slips)


def test_slips_are_made_by_small_functions_of_their_groups():
    for group in (*GROUPS, *STOPPING, *THOROUGH):
        for planter in (*group.SLIPS, *getattr(group, "SCARCE", ())):
            assert callable(planter)
    assert len(fmt.CELLS) >= 8


def test_a_small_sample_leaves_out_what_it_has_no_room_for():
    made = sample(7, patients=12, visits=60, thorough=True)
    findings, _ = found(made)
    assert set(findings) == set(listed(made))
    assert 20 < len(made.slips) < len(slipped(thorough=True).slips)


def test_notes_tell_the_changed_minutes():
    """A slip about units does not make the note wrong as well."""
    made = slipped()
    notes = keyed(made.tables["notes"], "visit_id")
    wrong = {s.key.rpartition("-")[0] for s in made.slips if s.rule == "UNT-001"}
    for line in made.tables["visits"]:
        note = notes.get(line["visit_id"])
        if note and line.get("minutes") and line["visit_id"] not in wrong:
            told = dict(part.split("=") for part in note["minutes_by_code"].split(";"))
            assert told[line["code"]] == str(line["minutes"])
            assert f"{line['minutes']} minutes" in note["note_text"]


def test_manifest_does_not_name_people():
    made = slipped(thorough=True)
    names = {row["last_name"] for row in made.tables["patients"]}
    assert not [s for s in made.slips if any(name in s.done for name in names)]


def test_rows_are_not_shared_with_the_clean_sample():
    before = [dict(row) for row in clean().tables["visits"]]
    sample(2026)
    assert before == clean().tables["visits"]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_older_than_a_week_is_on_a_claim_or_waits_for_its_slip(seed):
    made = slipped(seed)
    waiting = {s.key.rpartition("-")[0] for s in made.slips if s.rule == "TFL-003"}
    old = [
        x for x, _, _ in billed(made) if isinstance(x["dos"], dt.date) and (made.as_of - x["dos"]).days > 7
    ]
    assert {x["visit_id"] for x in old if "claim_id" not in x} >= waiting
    assert all("claim_id" in x for x in old if x["visit_id"] not in waiting)
    recent = [x for x, _, _ in billed(made) if x not in old]
    assert recent
    assert not [x for x in recent if "claim_id" in x]

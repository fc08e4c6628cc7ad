"""Every mutation is named at its place, every class of defects is met, and the table of judges is up to date."""

from __future__ import annotations

import re

import pytest

from tests.forms.lint import judged
from tests.forms.lint.files import BASES, made, place_of, recounted, table
from xl_massbill.forms.x837p.lint import classes, lint

MUTATIONS = table("mutations")
CASES = (
    "01 02 03 04 06 16 22 23 24 26 27 31 33 34 35 36 37 38 43 47 51 52 53 55 57 62 64 66 72 73 74 75 76 78 90"
)
"""The numbers of the defects that no outside program finds."""


def test_there_are_enough_of_them():
    assert len(MUTATIONS) >= 100
    assert len({entry["name"] for entry in MUTATIONS}) == len(MUTATIONS)
    assert set(CASES.split()) <= {entry.get("case") for entry in MUTATIONS}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda entry: entry["name"])
def test_a_mutation_is_named_at_its_place(mutation):
    text = made(mutation)
    found = list(lint(text.encode()))
    named = [one for one in found if (one.id, one.place) == (mutation["id"], mutation["place"])]
    assert named, [(one.id, one.place, one.message) for one in found]
    assert named[0].segment == place_of(text, mutation["at"], mutation.get("nth", 1))
    assert {one.id for one in found} - {mutation["id"]} == set(mutation.get("also", ()))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda entry: entry["name"])
def test_a_finding_knows_its_claim_and_its_place_in_the_set(mutation):
    text = made(mutation)
    segments = [segment for segment in text.split("~") if segment]
    for one in lint(text.encode()):
        starts = [
            at for at, segment in enumerate(segments, 1) if segment.startswith("ST*") and at <= one.segment
        ]
        assert one.in_set in (0, one.segment - starts[-1] + 1 if starts else 0)
        assert one.loop[:2] not in ("20", "23", "24") or one.in_set
        if one.loop[:2] in ("23", "24"):
            claims = [s.split("*")[1] for s in segments[: one.segment] if s.startswith("CLM*")]
            assert one.claim_id == claims[-1]


def test_every_class_is_met():
    assert set(classes()) - {entry["id"] for entry in MUTATIONS} == {"L-ENV-LARGE"}
    for known in classes().values():
        assert known.text.endswith((".", "}")) and known.todo.endswith("."), known.id
        assert re.fullmatch(r"L-[A-Z0-9]+(-[A-Z0-9]+)*", known.id)


def test_a_set_of_too_many_claims_is_named_once():
    head, rest = BASES["self"].split("HL*2*1*22*0~")
    body, tail = rest.split("SE*")
    start = body.index("CLM*")
    claims = "".join(
        f"HL*{at}*1*22*0~{body[:start]}{body[start:].replace('CR26-000102', f'C{at}')}"
        for at in range(2, 5003)
    )
    text = recounted(f"{head}{claims}SE*{tail}")
    assert [(one.id, one.claim_id) for one in lint(text.encode())] == [("L-ENV-LARGE", "C5002")]


@pytest.mark.judge
def test_the_table_of_judges_is_up_to_date():
    assert judged.PATH.read_text(encoding="utf-8") == judged.page(), (
        "write it anew: python -m tests.forms.lint.judged"
    )


def test_lint_misses_nothing_that_a_judge_names():
    lines = [
        line.split(" | ") for line in judged.PATH.read_text(encoding="utf-8").splitlines() if "| L-" in line
    ]
    assert len(lines) == len(MUTATIONS)
    assert all(line[3] == "yes" for line in lines)

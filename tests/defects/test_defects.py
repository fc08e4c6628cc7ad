"""What public X12 tools let pass is stopped at the row: one named rule for each class, or the way files are written."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.forms.claims_strategy import batches, controls, partners_ends
from tests.forms.x837p.test_round_trip import written
from tests.rules.cases import Case

DEFECTS = tomllib.loads(Path(__file__).with_name("defects.toml").read_text(encoding="utf-8"))["defect"]
STOPPED = [d for d in DEFECTS if "rule" in d]


@pytest.mark.parametrize("defect", STOPPED, ids=lambda d: f"{d['case']} {d['class']}")
def test_it_is_found_at_the_row_by_its_rule(defect):
    case = Case(defect["rule"], defect["class"], [], set=defect.get("set", {}), add=defect.get("add", {}))
    assert defect["rule"] in {finding.rule for finding in case.run().findings}


def test_every_class_is_named_once_and_stopped_by_a_rule_or_by_the_writing():
    names = [d["class"] for d in DEFECTS]
    assert len(set(names)) == len(names)
    assert len({d["case"].rstrip("b") for d in DEFECTS}) >= 35
    assert all(("rule" in d) is not ("written" in d) for d in DEFECTS)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(batches(most=4), controls(), partners_ends())
def test_the_way_files_are_written_rules_the_others_out(claims, control, ends):
    """Cases 33, 36, 37, 43 and 51: dates, dots, qualifiers, modifiers, frequencies."""
    segments = written(claims, control, ends).decode("ascii").split("~")
    diagnoses = [element for s in segments if s.strip().startswith("HI*AB") for element in s.split("*")[1:]]
    assert diagnoses
    assert all(re.fullmatch(r"ABK:[A-Z0-9]+", d) or re.fullmatch(r"ABF:[A-Z0-9]+", d) for d in diagnoses)
    assert all("*D8*" in s for s in segments if s.strip().startswith("DTP*472"))
    services = [s.split("*")[1].split(":") for s in segments if s.strip().startswith("SV1*")]
    assert all(
        len(parts) <= 7 for parts in services
    )  # HC, code, four modifiers, and after them the description
    assert all(len(part) == 2 for parts in services for part in parts[2:6] if part)
    assert {s.split("*")[5][-1] for s in segments if s.strip().startswith("CLM*")} <= set("178")

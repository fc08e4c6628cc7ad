"""Right files have no finding of severity error, and an outside judge accepts them too."""

from __future__ import annotations

import pytest

from tests.forms.lint.files import made, table
from tests.forms.x837p.cases import CASES
from tests.forms.x837p.judges import accepts
from xl_massbill.forms.x837p.lint import classes, lint

VARIANTS = table("variants")


def _name(entry):
    return entry["name"]


def test_there_are_enough_of_them():
    assert len(VARIANTS) >= 40
    assert len({entry["name"] for entry in VARIANTS}) == len(VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS, ids=_name)
def test_a_right_file_has_no_error(variant):
    found = list(lint(made(variant).encode()))
    assert [one.id for one in found] == variant.get("warnings", []), [one.message for one in found]
    assert all(classes()[one.id].severity.value == "warning" for one in found)


@pytest.mark.judge
@pytest.mark.parametrize("variant", VARIANTS, ids=_name)
def test_the_judge_accepts_it_too(variant):
    if variant.get("judge", True):
        assert accepts(made(variant).encode())
    else:
        assert variant["note"]


@pytest.mark.parametrize("name", CASES)
def test_the_worked_cases_are_right(name):
    assert list(lint(CASES[name]().golden)) == []

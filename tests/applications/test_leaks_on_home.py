"""The five leak counts of Home, calculated by LibreOffice, are those of the command."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from python_calamine import CalamineWorkbook

from tests.applications.conftest import recalculate
from xl_massbill.claims.states import State
from xl_massbill.commands.leaks import leaks
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

AS_OF = dt.date(2026, 9, 30)


@pytest.fixture
def mixed(book, tmp_path):
    """Return the demo with claims in every state, and answers to some of them that are not posted."""
    path = tmp_path / "mixed" / book.name
    path.parent.mkdir()
    shutil.copy(book, path)
    workbook = FileWorkbook(path, fill=True)
    claims, visits = (Records(workbook)[name] for name in ("claims", "visits"))
    states = {claim: list(State)[i % len(State)].value for i, claim in enumerate(claims["claim_id"])}
    workbook.write("claims", {"status": [states[claim] for claim in claims["claim_id"]]})
    workbook.write("visits", {"billing_status": [states.get(claim) for claim in visits["claim_id"]]})
    answered = [claim for i, claim in enumerate(states) if i % 4 == 0]
    posted = [("POSTED", "HELD", "ERROR", None)[i % 4] for i in range(len(answered))]
    columns = {
        "payment_id": [f"PM{i}" for i in range(len(answered))],
        "claim_id": answered,
        "post_status": posted,
    }
    workbook.append("payments", columns)
    workbook.save()
    return path


def on_home(path, folder):
    """Return lines and amount of each list, as Home shows them."""
    rows = CalamineWorkbook.from_path(str(recalculate(path, folder))).get_sheet_by_name("Home").to_python()
    first = next(i for i, row in enumerate(rows) if "Where money leaks" in row) + 2
    return [[value for value in row if isinstance(value, float)] for row in rows[first : first + 5]]


@pytest.mark.parametrize("which", ["book", "mixed"])
def test_home_and_the_command_agree(which, request, tmp_path):
    path = request.getfixturevalue(which)
    lists = leaks(FileWorkbook(path), AS_OF).as_json()["lists"].values()
    assert on_home(path, tmp_path) == [[one["lines"], one["cents"] / 100] for one in lists]
    assert sum(1 for one in lists if one["lines"]) >= (5 if which == "mixed" else 3)

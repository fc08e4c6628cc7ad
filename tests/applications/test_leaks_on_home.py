"""The five leak counts of Home, calculated by LibreOffice, are those of the command."""

from __future__ import annotations

import datetime as dt

import pytest
from python_calamine import CalamineWorkbook

from tests.applications.conftest import recalculate
from xl_massbill.commands.leaks import leaks
from xl_massbill.hosts.file import FileWorkbook

AS_OF = dt.date(2026, 9, 30)


def on_home(path):
    """Return lines and amount of each list, as Home shows them."""
    rows = CalamineWorkbook.from_path(str(recalculate(path))).get_sheet_by_name("Home").to_python()
    first = next(i for i, row in enumerate(rows) if "Where money leaks" in row) + 2
    return [[value for value in row if isinstance(value, float)] for row in rows[first : first + 5]]


@pytest.mark.parametrize("which", ["book", "mixed"])
def test_home_and_the_command_agree(which, request):
    path = request.getfixturevalue(which)
    lists = leaks(FileWorkbook(path), AS_OF).as_json()["lists"].values()
    assert on_home(path) == [[one["lines"], one["cents"] / 100] for one in lists]
    assert sum(1 for one in lists if one["lines"]) >= (5 if which == "mixed" else 3)

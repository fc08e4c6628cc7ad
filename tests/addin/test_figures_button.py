"""The button Dashboard: refreshed as the command line does it, and a selected figure opened."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from tests.addin.office import Office, write_template
from tests.aging.ledgers import AS_OF, ledger
from tests.test_cli import run
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.addin import click as clicks
from xl_massbill.addin import figures
from xl_massbill.codes.key_figures import KEY_FIGURES
from xl_massbill.commands import kpi
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.template import dashboard_grid, dashboard_sums

ROWS = {key: row for row, key in enumerate(KEY_FIGURES, dashboard_grid.FIGURES + 1)}


@pytest.fixture(scope="module")
def sixty_claims(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sixty")
    return write_template(folder / "clinic.xlsx", practice("V1") | ledger(60)).read_bytes()


@pytest.fixture
def office(app, tmp_path, monkeypatch, sixty_claims):
    """An office with sixty claims."""
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(sixty_claims)
    made = Office(app, path)
    monkeypatch.setattr(clicks, "desk_of", lambda _book: made.person)
    monkeypatch.setattr(clicks, "clock", lambda: dt.datetime.combine(AS_OF, dt.time(9)))
    return made


def choose(office, cell, value):
    column, row = re.fullmatch(r"([A-Z])(\d+)", cell).groups()
    office.kept.sheet("Dashboard").at(int(row), ord(column) - 64).value = value


def select(office, row):
    page = office.book.sheets["Dashboard"]
    page.activate()
    page.range((row, 3), (row, 3)).select()


def test_it_is_refreshed_as_the_command_line_does_it_and_shown(office, tmp_path):
    other = tmp_path / "closed.xlsx"
    other.write_bytes(office.path.read_bytes())
    closed = FileWorkbook(other)
    kpi.write(closed, kpi.figures(closed, AS_OF))
    closed.save()
    said = office.click("dashboard")
    assert FileWorkbook(office.path).read("kpis").columns == FileWorkbook(other).read("kpis").columns
    assert FileWorkbook(office.path).read("kpis").height > 100
    assert office.book.sheets.active.name == "Dashboard"
    assert re.match(r"Key figures as of 2026-09-30: \d+ claims from 2025-10-01 to 2026-09-30\. Select", said)
    assert {sheet for sheet, _ in office.app.writes} == {"KPIs"}, "the Dashboard is the person's"


def test_the_sheet_and_its_cells_are_called_as_in_the_template():
    assert figures.SHEET == dashboard_grid.SHEET
    ours = (figures.FROM, figures.TO, figures.PAYER, figures.THERAPIST)
    assert ours == (dashboard_sums.FROM, dashboard_sums.TO, dashboard_sums.PAYER, dashboard_sums.THERAPIST)


def test_a_selected_figure_opens_its_claims(office):
    office.click("dashboard")
    select(office, ROWS["denials"])
    said = office.click("dashboard")
    listed = json.loads(
        run("kpi", office.path, "--as-of", AS_OF, "--measure", "denials", "--rows", "--json").stdout
    )
    denied = [row["about"] for row in listed["rows"] if row["above"]]
    assert denied and said.splitlines()[-1].startswith("Denials: ")
    whole = next((office.path.parent / "clinic.xlsx.massbill" / "out").glob("kpi_denials_*.txt")).read_text(
        "utf-8-sig"
    )
    assert all(row["about"] in whole for row in listed["rows"])
    assert said.splitlines()[1].split()[0] == denied[0]


def test_for_the_months_the_payer_and_the_therapist_that_are_chosen(office):
    choose(office, figures.FROM, dt.datetime(2026, 1, 15))
    choose(office, figures.TO, dt.datetime(2026, 6, 2))
    choose(office, figures.PAYER, "EHP01")
    choose(office, figures.THERAPIST, "T2")
    said = office.click("dashboard")
    found = kpi.figures(FileWorkbook(office.path), AS_OF, dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert f": {found.only('EHP01', 'T2').claims} claim" in said and "from 2026-01-01 to 2026-06-30." in said
    select(office, ROWS["gross_collection"])
    said = office.click("dashboard")
    rows = found.only("EHP01", "T2").rows("gross_collection")
    assert rows and said.count("EHP01") == said.count(" T2 ") == len(rows)
    assert said.splitlines()[-1].split(" = ")[0] == (
        f"Gross collection: {found.only('EHP01', 'T2').figure('gross_collection').text()}"
    )


@pytest.mark.parametrize("row", [1, dashboard_grid.FIGURES, dashboard_grid.LISTS + 2])
def test_another_row_opens_nothing(office, row):
    select(office, row)
    assert office.click("dashboard").startswith("Key figures as of")


def test_a_figure_selected_on_a_sheet_that_is_not_shown_opens_nothing(office):
    select(office, ROWS["denials"])
    office.book.sheets["Visits"].activate()
    assert office.click("dashboard").startswith("Key figures as of")


@pytest.mark.parametrize("ends", [dt.datetime(2026, 2, 1), dt.datetime(2026, 1, 31)])
def test_months_the_wrong_way_round_change_nothing(office, ends):
    choose(office, figures.FROM, dt.datetime(2026, 3, 1))
    choose(office, figures.TO, ends)
    assert "after the last one" in office.click("dashboard")
    assert office.app.writes == []


def test_words_that_are_no_day_count_as_blank(office):
    choose(office, figures.FROM, "May")
    choose(office, figures.TO, dt.datetime(2027, 5, 1))
    assert "from 2025-10-01 to 2026-09-30." in office.click("dashboard")


def test_a_workbook_of_an_older_version_says_so(office, monkeypatch):
    monkeypatch.setattr(figures, "_TABLE", "gone")
    assert "made by an older version" in office.click("dashboard")
    assert office.app.writes == []

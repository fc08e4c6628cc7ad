"""The command `kpi`: parts, one figure, its rows, and what it leaves in a closed workbook."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile

import pytest

from tests.aging.dashboard_file import dashboard_part, remembered, typed, with_ledger
from tests.aging.ledgers import AS_OF
from tests.test_cli import run
from xl_massbill.book.tables import TABLES
from xl_massbill.codes.key_figures import KEY_FIGURES, PAID_WITHIN, Unit
from xl_massbill.commands.kpi import figures, write
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.template import dashboard_sums as sums
from xl_massbill.template.dashboard_grid import FIGURES

ON = ("--as-of", AS_OF.isoformat())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return with_ledger(tmp_path_factory.mktemp("kpi") / "clinic.xlsx")


@pytest.fixture
def path(made, tmp_path):
    return shutil.copy(made, tmp_path / "clinic.xlsx")


@pytest.fixture(scope="module")
def found(made):
    return figures(FileWorkbook(made), AS_OF)


def measured(path, as_of=AS_OF, **period):
    workbook = FileWorkbook(path)
    found = figures(workbook, as_of, **period)
    write(workbook, found)
    workbook.save()
    return found


def shown(path):
    """Return the values of the figures as the file remembers them."""
    cells = remembered(path)
    return {key: cells[f"C{row}"] for row, key in enumerate(KEY_FIGURES, FIGURES + 1)}


def said(found):
    values = {k.key: (k.value / 100 if k.unit is Unit.DOLLARS and k.value else k.value) for k in found.whole}
    return {
        key: "unknown" if value is None else pytest.approx(value, rel=1e-9) for key, value in values.items()
    }


class TestOnTheSheet:
    def test_the_file_remembers_what_the_command_said(self, path):
        assert set(shown(path).values()) == {"unknown"}
        found = measured(path)
        assert shown(path) == said(found) and found.claims > 60

    def test_and_for_the_months_that_were_typed(self, path):
        days = {sums.FROM: dt.date(2026, 2, 10), sums.TO: dt.date(2026, 5, 3)}
        typed(path, {cell: (day - dt.date(1899, 12, 30)).days for cell, day in days.items()})
        measured(path)
        found = figures(FileWorkbook(path), AS_OF, dt.date(2026, 2, 1), dt.date(2026, 5, 31))
        assert shown(path) == said(found)
        assert remembered(path)["D1"].startswith("2026-02-01 to 2026-05-31")

    def test_and_for_one_payer(self, path):
        typed(path, {sums.PAYER: "SBS01"})
        found = measured(path)
        assert shown(path)["denials"] == pytest.approx(
            next(k.value for k in found.parts["payer"]["SBS01"] if k.key == "denials")
        )

    def test_what_was_typed_and_drawn_stays_byte_for_byte(self, path):
        typed(path, {sums.PAYER: "EHP01"})
        before = {n: d for n, d in parts(path).items() if "chart" in n or "drawing" in n}
        assert sum("charts/chart" in name for name in before) == 6
        measured(path)
        measured(path, AS_OF - dt.timedelta(days=40))
        after = parts(path)
        assert {name: after.get(name) for name in before} == before
        sheet = dashboard_part(path)
        assert after[sheet].count(b"<is><t>EHP01</t></is>") == 1

    def test_a_second_day_replaces_the_first(self, path):
        measured(path)
        first = FileWorkbook(path).read("kpis")
        found = measured(path, AS_OF - dt.timedelta(days=100))
        grid = FileWorkbook(path).read("kpis")
        assert grid.height < first.height
        assert {str(day)[:10] for day in column(grid, "as_of")} == {str(found.as_of)}
        assert max(str(day)[:7] for day in column(grid, "month") if day) <= f"{found.as_of:%Y-%m}"

    def test_a_second_run_changes_nothing(self, path):
        measured(path)
        before = parts(path)
        measured(path)
        assert parts(path) == before

    def test_a_workbook_without_the_table_is_left_alone(self, path, monkeypatch):
        monkeypatch.setattr("xl_massbill.commands.kpi.TABLE", "gone")
        before = path.read_bytes()
        assert measured(path).claims and path.read_bytes() == before


def parts(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def column(grid, name):
    return grid.columns[grid.headings.index(TABLES["kpis"].field(name).column.title)]


class TestRows:
    @pytest.mark.parametrize("key", KEY_FIGURES)
    def test_they_make_the_figure(self, found, key):
        kpi, rows = found.figure(key), found.rows(key)
        per = 100 if kpi.figure.is_money else 1
        above, below = sum(r.above for r in rows) * per, sum(r.below for r in rows) * per
        assert above * (found.window.days if key == "days_in_ar" else 1) == pytest.approx(kpi.over)
        assert below == pytest.approx(kpi.under)
        assert set(kpi.claims) <= {r.about for r in rows}
        assert [r.above for r in rows] == sorted((r.above for r in rows), reverse=True)

    @pytest.mark.parametrize("by", ["payer", "therapist", "month"])
    def test_parts_add_up_to_the_whole(self, found, by):
        for at, kpi in enumerate(found.whole):
            parts = [rows[at] for rows in found.parts[by].values()]
            if kpi.key == "days_in_ar" or (by == "month" and kpi.figure.is_standing):
                continue
            assert sum(p.over for p in parts) == pytest.approx(kpi.over), kpi.key
            assert sum(p.under for p in parts) == pytest.approx(kpi.under), kpi.key

    def test_what_is_owed_is_of_no_month(self, found):
        for kpis in found.parts["month"].values():
            assert [k.value for k in kpis if k.figure.is_standing] == [None] * 3


class TestOnTheCommandLine:
    def test_all_of_it(self, path):
        done = run("kpi", path, *ON)
        assert done.returncode == 0, done.stderr
        for words in (
            "Days in A/R",
            "payer ",
            "therapist ",
            "month ",
            "Why lines were denied",
            "Over 90 days",
        ):
            assert words in done.stdout
        assert shown(path) == said(figures(FileWorkbook(path), AS_OF))

    def test_one_part(self, path):
        done = run("kpi", path, *ON, "--by", "Payer")
        assert "SBS01" in done.stdout and "Denied money" in done.stdout and "month " not in done.stdout
        found = json.loads(run("kpi", path, *ON, "--by", "month", "--json").stdout)
        assert list(found["parts"]) == ["month"] and len(found["parts"]["month"]) == 12

    def test_one_figure_and_its_rows(self, path):
        done = run("kpi", path, *ON, "--measure", "denials", "--by", "therapist")
        assert "Denials: " in done.stdout and done.stdout.startswith("T")
        found = json.loads(run("kpi", path, *ON, "--measure", "denials", "--rows", "--json").stdout)
        denied = [row for row in found["rows"] if row["above"]]
        assert [row["about"] for row in denied] == sorted(found["figure"]["claims"])
        assert len(found["rows"]) == found["figure"]["under"]
        said = run("kpi", path, *ON, "--measure", "denials", "--rows").stdout
        assert all(row["about"] in said for row in found["rows"])

    def test_reasons_and_days_in_json(self, path):
        found = json.loads(run("kpi", path, *ON, "--json").stdout)
        shares = [reason["share"] for reason in found["denial_reasons"]]
        assert sum(shares) == pytest.approx(1) and shares == sorted(shares, reverse=True)
        assert found["denial_reasons"][-1]["cumulative"] == pytest.approx(1)
        assert found["denial_reasons"][0]["words"]
        assert list(found["days_to_pay"]) == list(PAID_WITHIN)
        paid = next(f["under"] for f in found["figures"] if f["key"] == "days_to_pay")
        assert sum(found["days_to_pay"].values()) == paid

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (("--by", "moon"), "parted by payer, therapist, month, not by moon"),
            (("--measure", "luck"), "There is no figure luck. It is one of: days_in_ar, clean_claims"),
            (("--rows",), "Say whose rows: --measure with one of"),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_nothing_written(self, path, options, words):
        before = path.read_bytes()
        done = run("kpi", path, *ON, *options)
        assert done.returncode == 2 and words in done.stderr
        assert path.read_bytes() == before

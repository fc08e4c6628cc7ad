"""Sheet Dashboard as LibreOffice calculates it is what the command says, and it prints on one page."""

from __future__ import annotations

import datetime as dt

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.aging.dashboard_file import remembered, typed, with_ledger
from tests.aging.ledgers import AS_OF
from tests.applications.conftest import recalculate, run, validator_errors
from tests.applications.test_results import differing
from xl_massbill.aging.pareto import pareto, pay_days
from xl_massbill.codes.key_figures import KEY_FIGURES, Unit
from xl_massbill.commands.kpi import figures, write
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.template import dashboard_sums as sums
from xl_massbill.template.dashboard_grid import FIGURES, LISTS, PAY_DAYS

FROM, TO = dt.date(2026, 1, 1), dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Return a workbook in which half a year is chosen, with its figures."""
    path = with_ledger(tmp_path_factory.mktemp("dashboard") / "clinic.xlsx", 200)
    typed(path, {at: (day - dt.date(1899, 12, 30)).days for at, day in ((sums.FROM, FROM), (sums.TO, TO))})
    workbook = FileWorkbook(path)
    write(workbook, figures(workbook, AS_OF))
    workbook.save()
    return path, figures(FileWorkbook(path), AS_OF, FROM, TO)


def test_libreoffice_comes_to_the_command_s_figures(measured):
    path, found = measured
    cells = remembered(recalculate(path))
    for row, kpi in enumerate(found.whole, FIGURES + 1):
        value = kpi.value / 100 if kpi.unit is Unit.DOLLARS else kpi.value
        assert cells[f"C{row}"] == pytest.approx(value, rel=1e-9), kpi.key
    part = found.all_time.within(FROM, TO)
    assert [cells[f"{c}{PAY_DAYS + 1}"] for c in "NOPQRS"] == list(pay_days(part).values())
    listed = [r for r in pareto(part) if r.carc != "ZZ9"][:8]
    assert [str(cells[f"K{LISTS + 1 + i}"]) for i in range(len(listed))] == [r.carc for r in listed]
    assert [cells[f"Q{LISTS + 1 + i}"] for i in range(len(listed))] == pytest.approx(
        [r.cents / 100 for r in listed]
    )
    assert len(found.whole) == len(KEY_FIGURES) and all(k.value is not None for k in found.whole)


def test_what_the_file_remembers_is_what_libreoffice_calculates(measured):
    assert differing(measured[0]) == {}


def test_the_validators_find_nothing(measured):
    assert validator_errors(measured[0]) == []
    assert list(OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(measured[0])).errors) == []


def test_it_prints_on_one_page_with_its_pictures(measured, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, measured[0])
    pages = run("pdftotext", "-layout", tmp_path / "clinic.pdf", "-").stdout.split("\f")
    (page,) = [page for page in pages if "How it is reckoned" in page or "Denied at first" in page]
    for words in ("What is owed, by age in days", "Charges, payments, claims by month", "Denied at first, by reason",
                  "Days to the first payment", "2026-01-01 to 2026-06-30", "Therapist"):  # fmt: skip
        assert words in page
    assert "###" not in page

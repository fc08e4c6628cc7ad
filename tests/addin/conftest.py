"""Fixtures of the buttons' tests."""

from __future__ import annotations

import copy
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.addin.office import Office, clock, small, write_template
from tests.hosts.excel_double import App, excel
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.addin import aside_job, click, log


@pytest.fixture
def app() -> Iterator[App]:
    with excel() as made:
        yield made


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the log out of the home of whoever runs the tests."""
    monkeypatch.setattr(log, "folder", lambda: tmp_path / "log")
    monkeypatch.setattr(click, "clock", clock)
    return tmp_path / "log" / "addin.log"


@pytest.fixture(scope="session")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small(tmp_path_factory.mktemp("small")).read_bytes()


@pytest.fixture
def office(app: App, tmp_path: Path, small_book: bytes, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with two visits that are ready to be billed."""
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(small_book)
    made = Office(app, path)
    monkeypatch.setattr(click, "desk_of", lambda _book: made.person)
    return made


@pytest.fixture(scope="session")
def sent_folder(tmp_path_factory: pytest.TempPathFactory, small_book: bytes) -> Path:
    """The folder of an office that has sent its two claims."""
    path = tmp_path_factory.mktemp("sent") / "clinic.xlsx"
    path.write_bytes(small_book)
    with excel() as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "folder", lambda: tmp_path_factory.mktemp("log"))
        patch.setattr(click, "clock", clock)
        patch.setattr(click.getpass, "getuser", lambda: "Kim")
        made = Office(app, path)
        patch.setattr(click, "desk_of", lambda _book: made.person)
        made.click("export_837p", True)
        made.click("mark_sent", "B000101", True)
    return path.parent


@pytest.fixture
def sent(app: App, tmp_path: Path, sent_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office two months after it has sent two claims."""
    shutil.copytree(sent_folder, tmp_path, dirs_exist_ok=True)
    made = Office(app, tmp_path / "clinic.xlsx")
    monkeypatch.setattr(click, "desk_of", lambda _book: made.person)
    monkeypatch.setattr(click, "clock", lambda: dt.datetime(2026, 7, 6, 9))
    monkeypatch.setattr(click.getpass, "getuser", lambda: "Kim")
    return made


@pytest.fixture(scope="session")
def slips_book(tmp_path_factory):
    tables = copy.deepcopy(practice("V1", "V2"))
    lines = [row for row in tables["visits"] if row["visit_id"] in ("V1", "V2")]
    lines[0]["units"] = 9  # far more units than minutes
    lines[-1]["code"] = "97999"
    tables["patients"][0]["consent_treatment_on"] = None
    return write_template(tmp_path_factory.mktemp("slips") / "clinic.xlsx", tables).read_bytes()


@pytest.fixture
def slips(app, tmp_path, slips_book, monkeypatch):
    """An office with slips in two visits."""
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(slips_book)
    made = Office(app, path)
    monkeypatch.setattr(click, "desk_of", lambda _book: made.person)
    return made


@pytest.fixture
def large(slips, monkeypatch):
    """An office whose few visit lines count as many."""
    monkeypatch.setattr(click, "MOST_LINES", 3)
    yield slips
    for folder, process in list(aside_job._ours.items()):
        aside_job.Job(folder, {}).drop()
        assert process.poll() is not None

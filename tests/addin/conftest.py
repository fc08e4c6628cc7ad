"""Fixtures of the buttons' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.addin.office import Office, clock, small
from tests.hosts.excel_double import App, excel
from xl_massbill.addin import click, log


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

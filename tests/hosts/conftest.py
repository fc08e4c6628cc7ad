"""Fixtures of the hosts' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.books import ExcelHost, FileHost, Host, MemoryHost
from tests.hosts.clinic import Clinic
from tests.hosts.excel_double import App, excel


@pytest.fixture
def app() -> Iterator[App]:
    """A stand-in for Excel, in its place for one test."""
    with excel() as made:
        yield made


@pytest.fixture(params=["memory", "file", "excel"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    """Each host in turn."""
    if request.param == "memory":
        return MemoryHost()
    if request.param == "file":
        return FileHost(tmp_path)
    return ExcelHost(tmp_path, request.getfixturevalue("app"))


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)

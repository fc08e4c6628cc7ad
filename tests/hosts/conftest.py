"""Fixtures of the hosts' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.books import ExcelHost, FileHost, Host, MemoryHost
from tests.hosts.clinic import Clinic
from tests.hosts.excel_double import App, excel
from tests.hosts.handed_host import HandedHost


@pytest.fixture
def app() -> Iterator[App]:
    """A stand-in for Excel, in its place for one test."""
    with excel() as made:
        yield made


SEEING = ("memory", "file", "excel")
"""Hosts that know at once what stands below a table; the other is told when it is written (test_handed)."""


@pytest.fixture(params=[*SEEING, "handed"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    """Each host in turn."""
    return _host(request, tmp_path)


@pytest.fixture(params=SEEING)
def host_that_sees_the_ground(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    """Each host that knows at once what stands below a table."""
    return _host(request, tmp_path)


def _host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    if request.param == "memory":
        return MemoryHost()
    if request.param == "file":
        return FileHost(tmp_path)
    made = HandedHost if request.param == "handed" else ExcelHost
    return made(tmp_path, request.getfixturevalue("app"))


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)

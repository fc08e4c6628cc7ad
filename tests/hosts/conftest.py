"""Fixtures of the hosts' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.books import FileHost, Host, MemoryHost
from tests.hosts.clinic import Clinic


@pytest.fixture(params=["memory", "file"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    """Each host in turn; the Excel host joins here."""
    return MemoryHost() if request.param == "memory" else FileHost(tmp_path)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)

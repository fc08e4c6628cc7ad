"""The three commands as they are typed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.addin.computers import macos, touch, windows
from xl_massbill.addin import computer as places
from xl_massbill.addin import doctor, install
from xl_massbill.addin.computer import ADDIN, XLWINGS, packaged_addin, this_computer
from xl_massbill.cli import app
from xl_massbill.errors import Refused


@pytest.fixture(params=[windows, macos], ids=["windows", "macos"])
def computer(request, tmp_path, monkeypatch):
    made = request.param(tmp_path)
    addin = touch(tmp_path / "package" / ADDIN, b"PK the add-in")
    monkeypatch.setattr(places, "this_computer", lambda: made)
    for user in (doctor, install):
        monkeypatch.setattr(user, "packaged_addin", lambda: addin)
    return made


def run(*words):
    return CliRunner().invoke(app, words)


def test_install_doctor_uninstall(computer):
    assert run("doctor").exit_code == 1
    assert run("install").exit_code == 0
    assert computer.addin.is_file()
    well = run("doctor")
    assert well.exit_code == 0 and "WRONG" not in well.stdout
    gone = run("uninstall")
    assert gone.exit_code == 0 and not computer.addin.exists()
    ill = run("doctor")
    assert ill.exit_code == 1
    assert "      Run: xl-massbill install\n" in ill.stdout


def test_doctor_as_json(computer):
    told = json.loads(run("doctor", "--json").stdout)
    assert {"what", "state", "sentence", "fix"} == told[0].keys()
    assert {one["state"] for one in told} >= {"fine", "wrong"}


def test_this_computer_is_described():
    here = this_computer()
    assert here.python.is_file() and here.home.is_dir()
    assert here.xlwings in (None, XLWINGS)
    assert here.registry("HKCU\\Software", "") is None


def test_the_pin_of_xlwings_is_the_version_that_is_asked_for():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    (pin,) = (one for one in project["optional-dependencies"]["excel"] if one.startswith("xlwings"))
    assert pin.startswith(f"xlwings=={XLWINGS};")


def test_the_add_in_comes_with_the_program(tmp_path, monkeypatch):
    here = touch(tmp_path / "xl_massbill" / "addin" / "computer.py")
    monkeypatch.setattr(places, "__file__", str(here))
    with pytest.raises(Refused, match="came without"):
        packaged_addin()
    beside = touch(tmp_path / "workbook_templates" / ADDIN)
    assert packaged_addin() == beside
    inside = touch(tmp_path / "xl_massbill" / "workbook_templates" / ADDIN)
    assert packaged_addin() == inside

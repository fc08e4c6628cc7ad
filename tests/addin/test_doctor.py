"""The doctor on computers that are made up: a sound one, and one fault at a time, each with its fix."""

from __future__ import annotations

import zipfile

import pytest

from tests.addin.computers import EXCEL_APP, everything, macos, touch, windows
from xl_massbill import __version__
from xl_massbill.addin import doctor as module
from xl_massbill.addin.computer import ADDIN, Computer
from xl_massbill.addin.doctor import State, examine
from xl_massbill.addin.install import install

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
CHOSEN = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"


@pytest.fixture
def addin(tmp_path, monkeypatch):
    path = touch(tmp_path / "package" / ADDIN, b"PK the add-in")
    monkeypatch.setattr(module, "packaged_addin", lambda: path)
    return path


@pytest.fixture(params=[windows, macos], ids=["windows", "macos"])
def make(request):
    return request.param


def amiss(computer, workbook=None):
    """Return what is not fine, as (what, state), each with a fix."""
    found = [one for one in examine(computer, workbook) if one.state is not State.FINE]
    assert all(one.fix for one in found), [one for one in found if not one.fix]
    return [(one.what, one.state.value) for one in found]


def installed(make, tmp_path, addin, **more):
    computer = make(tmp_path, **more)
    install(computer, addin)
    return computer


def test_a_sound_computer(tmp_path, addin, make):
    computer = installed(make, tmp_path, addin)
    before = everything(tmp_path)
    assert amiss(computer) == []
    assert {one.what for one in examine(computer)} >= {"excel", "interpreter", "xlwings", "add-in"}
    assert everything(tmp_path) == before, "the doctor changes nothing"


def test_before_the_installation(tmp_path, addin, make):
    assert ("add-in", "wrong") in amiss(make(tmp_path))
    assert ("interpreter", "wrong") in amiss(make(tmp_path))


def test_no_excel(tmp_path, addin):
    computer = installed(windows, tmp_path, addin, registry={(rf"HKLM\{EXCEL_APP}", ""): None})
    assert amiss(computer) == [("excel", "wrong")]
    for_one = {(rf"HKLM\{EXCEL_APP}", ""): None, (rf"HKCU\{EXCEL_APP}", ""): "C:\\x"}
    assert amiss(windows(tmp_path, registry=for_one)) == []
    mac = installed(macos, tmp_path, addin, applications=tmp_path / "nowhere")
    assert amiss(mac) == [("excel", "wrong")]


def test_another_python(tmp_path, addin, make):
    computer = installed(make, tmp_path, addin)
    other = touch(tmp_path / "other" / "pythonw.exe")
    computer.settings.write_text(f'"{computer.key}","{other}"\n')
    assert amiss(computer) == [("interpreter", "look")]
    other.unlink()
    assert amiss(computer) == [("interpreter", "wrong")]


def test_a_python_that_opens_a_window(tmp_path, addin):
    computer = installed(windows, tmp_path, addin)
    computer.settings.write_text(f'"{computer.key}","{computer.python}"\n')
    assert amiss(computer) == [("interpreter", "look")]


@pytest.mark.parametrize(
    "folder",
    ["OneDrive - Clinic/Python", "100% ours 50%", "Dropbox/env"],
    ids=["OneDrive", "percent", "Dropbox"],
)
def test_a_python_in_an_odd_place(tmp_path, addin, folder):
    computer = windows(tmp_path, python=touch(tmp_path / folder / "Scripts" / "python.exe"))
    touch(tmp_path / folder / "Scripts" / "pythonw.exe")
    for bits in ("64", "32"):
        touch(tmp_path / folder / f"xlwings{bits}-0.37.8.dll")
    install(computer, addin)
    assert amiss(computer) == [("interpreter", "wrong" if "%" in folder else "look")]


def test_a_mac_whose_python_has_accents(tmp_path, addin):
    assert amiss(installed(macos, tmp_path, addin, user="zoë")) == [("interpreter", "look")]


def test_xlwings_out_of_step(tmp_path, addin):
    computer = installed(windows, tmp_path, addin)
    assert amiss(windows(tmp_path, xlwings="0.36.0")) == [("xlwings", "wrong")]
    assert amiss(windows(tmp_path, xlwings=None)) == [("xlwings", "wrong")]
    (computer.python.parent.parent / "xlwings64-0.37.8.dll").unlink()
    assert amiss(computer) == [("xlwings", "wrong")]
    touch(computer.python.parent / "xlwings64-0.37.8.dll")
    assert amiss(computer) == []
    mac = installed(macos, tmp_path, addin)
    (mac.scripts / mac.script).unlink()
    assert amiss(mac) == [("xlwings", "wrong")]


def test_an_add_in_of_another_version(tmp_path, addin, make):
    computer = installed(make, tmp_path, addin)
    addin.write_bytes(b"PK a newer add-in")
    assert amiss(computer) == [("add-in", "wrong")]


def test_an_add_in_that_was_downloaded(tmp_path, addin):
    computer = installed(windows, tmp_path, addin)
    touch(computer.startup / f"{ADDIN}:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n")
    assert amiss(computer) == [("add-in", "wrong")]
    touch(computer.startup / f"{ADDIN}:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=0\r\n")
    assert amiss(computer) == []


@pytest.mark.parametrize(
    ("registry", "states"),
    [
        ({(POLICY, "VBAWarnings"): 4}, ["look"]),
        ({(CHOSEN, "VBAWarnings"): 4}, ["look"]),
        ({(CHOSEN, "VBAWarnings"): 3}, ["look"]),
        ({(POLICY, "VBAWarnings"): 2, (CHOSEN, "VBAWarnings"): 4}, []),
        ({(CHOSEN, "VBAWarnings"): 2}, []),
        ({(rf"{POLICY}\Trusted Locations", "AllLocationsDisabled"): 1}, ["wrong"]),
        ({(rf"{CHOSEN}\Trusted Locations", "AllLocationsDisabled"): 1}, ["wrong"]),
        ({(rf"{CHOSEN}\Trusted Locations", "AllLocationsDisabled"): 0}, []),
    ],
)
def test_macros(tmp_path, addin, registry, states):
    computer = installed(windows, tmp_path, addin, registry=registry)
    assert amiss(computer) == [("macros", state) for state in states]


def test_folders_that_may_not_be_written(tmp_path, addin, make, monkeypatch):
    computer = installed(make, tmp_path, addin)
    book = workbook(tmp_path / "clinic.xlsx", __version__)
    monkeypatch.setattr(module, "_is_writable", lambda folder: False)
    assert amiss(computer, book) == [("add-in", "look"), ("workbook", "wrong")]
    monkeypatch.undo()
    assert module._is_writable(tmp_path) and not module._is_writable(tmp_path / "nowhere")


def workbook(path, version):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as package:
        name = f'<definedName name="massbill_version">"{version}"</definedName>' if version else ""
        package.writestr("xl/workbook.xml", f"<workbook><definedNames>{name}</definedNames></workbook>")
    return path


def states(computer, book):
    return [(one.state.value, one.what) for one in examine(computer, book) if one.what == "workbook"]


def test_workbooks(tmp_path, addin):
    computer = installed(windows, tmp_path, addin)
    assert states(computer, workbook(tmp_path / "a b.xlsx", __version__)) == [("fine", "workbook")]
    assert states(computer, workbook(tmp_path / "old.xlsx", "0.0.1")) == [("look", "workbook")]
    assert states(computer, workbook(tmp_path / "theirs.xlsx", None)) == [("look", "workbook")]
    assert states(computer, touch(tmp_path / "torn.xlsx")) == [("look", "workbook")]
    assert states(computer, tmp_path / "none.xlsx") == [("wrong", "workbook")]
    synced = workbook(tmp_path / "OneDrive - Zoë" / "clinic.xlsx", __version__)
    assert states(computer, synced) == [("fine", "workbook"), ("look", "workbook")]
    marked = workbook(tmp_path / "clinic.xlsm", __version__)
    touch(tmp_path / "clinic.xlsm:Zone.Identifier", b"ZoneId=3")
    assert states(computer, marked) == [("fine", "workbook"), ("wrong", "workbook")]


def test_places_on_the_network(tmp_path, addin, monkeypatch):
    computer = installed(windows, tmp_path, addin)
    monkeypatch.setattr(module, "is_on_network", lambda path: "Users" in path)
    assert amiss(computer) == [("interpreter", "look"), ("add-in", "look")]


def test_where_there_is_no_excel_at_all(tmp_path):
    (seen,) = examine(Computer("linux", tmp_path, tmp_path / "python"))
    assert seen.state is State.LOOK

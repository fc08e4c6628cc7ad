"""Install and uninstall on computers that are made up: what is put, what is kept, what is taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.addin.computers import everything, macos, touch, windows
from xl_massbill import __version__
from xl_massbill.addin import install as module
from xl_massbill.addin.computer import ADDIN, XLWINGS, Computer, cloud_of
from xl_massbill.addin.install import install, uninstall, written_down
from xl_massbill.addin.xlwings_conf import value_of, with_value, without
from xl_massbill.errors import Refused, Unreadable

USERS = ["Kim", "Kim de la Cruz", "Zoë Müller"]


@pytest.fixture
def addin(tmp_path):
    return touch(tmp_path / "package" / ADDIN, b"PK the add-in")


@pytest.fixture(params=[windows, macos], ids=["windows", "macos"])
def make(request):
    return request.param


@pytest.mark.parametrize("user", USERS)
def test_windows(tmp_path, addin, user):
    computer = windows(tmp_path, user)
    said = install(computer, addin)
    home = tmp_path / "Users" / user
    startup = home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    assert (startup / ADDIN).read_bytes() == addin.read_bytes()
    settings = (home / ".xlwings" / "xlwings.conf").read_bytes().decode("cp1252")
    pythonw = home / "massbill env" / "Scripts" / "pythonw.exe"
    assert settings == f'"INTERPRETER_WIN","{pythonw}"\r\n'
    assert [p.name for p in startup.iterdir()] == [ADDIN], "Excel opens whatever else lies there"
    assert any(__version__ in sentence for sentence in said)


@pytest.mark.parametrize("user", USERS)
def test_macos(tmp_path, addin, user):
    computer = macos(tmp_path, user)
    install(computer, addin)
    library = tmp_path / "Users" / user / "Library"
    startup = library / "Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    assert (startup / ADDIN).read_bytes() == addin.read_bytes()
    script = library / "Application Scripts/com.microsoft.Excel" / f"xlwings-{XLWINGS}.applescript"
    assert script.read_bytes() == b"on VbaHandler(ParameterString)"
    settings = library / "Containers/com.microsoft.Excel/Data/xlwings.conf"
    assert settings.read_text() == f'"INTERPRETER_MAC","{computer.python}"\n'


def test_uninstall_leaves_the_computer_as_it_was(tmp_path, addin, make):
    computer = make(tmp_path)
    before = everything(tmp_path)
    install(computer, addin)
    install(computer, addin)
    assert everything(tmp_path) != before
    uninstall(computer)
    assert everything(tmp_path) == before
    assert uninstall(computer) == ["Nothing was installed by this program."]


OTHERS = '"SHOW CONSOLE","True"\r\n"INTERPRETER_{}","C:\\other\\python.exe"\r\n"PYTHONPATH",""\r\n'


def test_other_settings_stay_and_the_own_one_comes_back(tmp_path, addin, make):
    computer = make(tmp_path)
    others = OTHERS.format(computer.key.rpartition("_")[2]).encode()
    touch(computer.settings, others)
    before = everything(tmp_path)
    said = install(computer, addin)
    text = computer.settings.read_bytes().decode()
    assert text == others.decode().replace("C:\\other\\python.exe", str(computer.interpreter))
    assert any("C:\\other\\python.exe" in sentence for sentence in said)
    install(computer, addin)
    uninstall(computer)
    assert everything(tmp_path) == before


def test_settings_that_were_there_but_empty_are_there_and_empty_again(tmp_path, addin, make):
    computer = make(tmp_path)
    touch(computer.settings, b"")
    before = everything(tmp_path)
    install(computer, addin)
    uninstall(computer)
    assert everything(tmp_path) == before


def test_what_somebody_changed_since_stays(tmp_path, addin, make):
    computer = make(tmp_path)
    install(computer, addin)
    computer.addin.write_bytes(b"their own add-in")
    computer.settings.write_text(f'"{computer.key}","/their/python"\n')
    said = uninstall(computer)
    assert computer.addin.read_bytes() == b"their own add-in"
    assert computer.settings.read_text() == f'"{computer.key}","/their/python"\n'
    assert sum("so it stays" in sentence for sentence in said) == 2


def test_an_update_is_taken_back_too(tmp_path, addin, make):
    computer = make(tmp_path)
    before = everything(tmp_path)
    install(computer, addin)
    newer = touch(tmp_path / "newer" / ADDIN, b"PK a newer add-in")
    install(computer, newer)
    assert computer.addin.read_bytes() == b"PK a newer add-in"
    newer.unlink()
    uninstall(computer)
    assert everything(tmp_path) == before


def test_an_update_that_stops_half_way_is_taken_back_too(tmp_path, addin, make, monkeypatch):
    computer = make(tmp_path)
    before = everything(tmp_path)
    install(computer, addin)
    write = module._write

    def failing(path, data):
        if path == computer.addin:
            raise Refused("Excel is open")
        write(path, data)

    monkeypatch.setattr(module, "_write", failing)
    newer = touch(tmp_path / "newer" / ADDIN, b"PK a newer add-in")
    with pytest.raises(Refused):
        install(computer, newer)
    newer.unlink()
    uninstall(computer)
    assert everything(tmp_path) == before


def test_a_file_of_that_name_that_was_there_comes_back(tmp_path, addin, make):
    computer = make(tmp_path)
    touch(computer.addin, b"a stranger's")
    before = everything(tmp_path)
    install(computer, addin)
    assert computer.addin.read_bytes() == addin.read_bytes()
    uninstall(computer)
    assert everything(tmp_path) == before


def test_a_setting_changed_between_two_installs_is_what_comes_back(tmp_path, addin, make):
    computer = make(tmp_path)
    install(computer, addin)
    computer.settings.write_text(f'"{computer.key}","/their/python"\n')
    install(computer, addin)
    uninstall(computer)
    assert value_of(computer.settings.read_text(), computer.key) == "/their/python"


def test_files_that_are_gone_do_not_stop_uninstalling(tmp_path, addin, make):
    computer = make(tmp_path)
    before = everything(tmp_path)
    install(computer, addin)
    computer.addin.unlink()
    uninstall(computer)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("at", range(1, 8))
def test_whatever_write_fails_uninstall_takes_everything_back(tmp_path, addin, make, at, monkeypatch):
    computer = make(tmp_path)
    touch(computer.settings, b'"SHOW CONSOLE","True"\r\n')
    before = everything(tmp_path)
    writes, write = [], module._write

    def failing(path, data):
        writes.append(path)
        if len(writes) == at:
            raise Refused("the power failed")
        write(path, data)

    monkeypatch.setattr(module, "_write", failing)
    try:
        install(computer, addin)
    except Refused:
        pass
    else:
        assert at > 4, "there are fewer writes than thought"
    monkeypatch.setattr(module, "_write", write)
    uninstall(computer)
    assert everything(tmp_path) == before


def test_the_note_of_what_was_done_names_everything(tmp_path, addin):
    computer = windows(tmp_path)
    assert written_down(computer) is None
    install(computer, addin)
    found = written_down(computer)
    assert found["version"] == __version__
    assert list(found["files"]) == [str(computer.addin)]
    assert found["setting"]["key"] == "INTERPRETER_WIN"
    (computer.memory / "installed.json").write_text("{half")
    with pytest.raises(Unreadable):
        uninstall(computer)


def test_without_excel_or_the_right_xlwings_nothing_is_done(tmp_path, addin):
    for computer in (
        Computer("linux", tmp_path, tmp_path / "python"),
        windows(tmp_path, xlwings=None),
        windows(tmp_path, xlwings="0.30.0"),
        windows(tmp_path, library=None),
    ):
        before = everything(tmp_path)
        with pytest.raises(Refused):
            install(computer, addin)
        assert everything(tmp_path) == before


def test_a_path_that_macros_cannot_read_is_refused(tmp_path, addin):
    computer = windows(tmp_path, "Кім")
    before = everything(tmp_path)
    with pytest.raises(Refused, match="plain letters"):
        install(computer, addin)
    assert everything(tmp_path) == before


def test_a_start_up_folder_that_refuses_says_whom_to_ask(tmp_path, addin, monkeypatch):
    computer = windows(tmp_path)

    replace = Path.replace

    def refuse(self, target):
        if target == computer.addin:
            raise PermissionError(13, "Access is denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Refused, match=r"Close Excel and run again.*ask IT"):
        install(computer, addin)
    assert not list(computer.startup.iterdir()), "no draft is left where Excel would open it"


def test_environment_of_a_managed_computer(tmp_path, addin):
    roaming, profile = tmp_path / "server" / "profiles$" / "kim", tmp_path / "profile"
    computer = windows(tmp_path, environment={"APPDATA": str(roaming), "USERPROFILE": str(profile)})
    install(computer, addin)
    assert (roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN).is_file()
    assert (profile / ".xlwings" / "xlwings.conf").is_file()
    bare = windows(tmp_path, environment={})
    assert bare.startup == bare.home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"


def test_a_python_without_quiet_twin_is_used_itself(tmp_path):
    computer = windows(tmp_path)
    computer.python.with_name("pythonw.exe").unlink()
    assert computer.interpreter == computer.python


KEYS = st.sampled_from(["INTERPRETER_WIN", "SHOW CONSOLE", "PYTHONPATH", "DEBUG UDFS"])
VALUES = st.text(
    st.characters(codec="cp1252", exclude_characters='"\r\n', exclude_categories=["C"]), max_size=12
)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=4, unique_by=lambda pair: pair[0]), VALUES)
def test_settings_are_put_in_and_taken_out_line_by_line(pairs, value):
    text = "".join(f'"{key}","{said}"\r\n' for key, said in pairs)
    after = with_value(text, "INTERPRETER_WIN", value, "\r\n")
    assert value_of(after, "interpreter_win") == value.strip()
    assert [value_of(after, k) for k, _ in pairs[:0]] == []
    for key, said in pairs:
        if key != "INTERPRETER_WIN":
            assert value_of(after, key) == said.strip()
    if "INTERPRETER_WIN" not in dict(pairs):
        assert without(after, "INTERPRETER_WIN") == text


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\Kim\OneDrive\a.xlsx", "OneDrive"),
        (r"C:\Users\Kim\OneDrive - Cedar River\Desktop\a.xlsx", "OneDrive"),
        (r"C:\Users\Kim\Dropbox (Clinic)\a.xlsx", "Dropbox"),
        ("/Users/kim/Library/CloudStorage/OneDrive-Clinic/a.xlsx", "a cloud drive"),
        ("/Users/kim/Library/CloudStorage/GoogleDrive-kim@x.org/My Drive/a.xlsx", "a cloud drive"),
        (r"G:\My Drive\a.xlsx", "Google Drive"),
        (r"C:\Clinic\onedrive.xlsx", ""),
        (r"C:\Boxes\a.xlsx", ""),
    ],
)
def test_cloud_folders_are_known_by_their_names(path, service):
    assert cloud_of(path) == service


def test_the_note_can_be_read_by_a_person(tmp_path, addin):
    computer = macos(tmp_path)
    install(computer, addin)
    note = json.loads((computer.memory / "installed.json").read_text(encoding="utf-8"))
    assert str(computer.addin) in note["files"]

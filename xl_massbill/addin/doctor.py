"""Look over what Excel needs to run the add-in, and say for each thing that is amiss how to mend it.

Nothing is changed. What cannot be seen from outside Excel (settings of a running Excel, rules of a network)
is not guessed.

Source: xlwings' manual ("Troubleshooting", "RunPython on macOS"); Microsoft: "Macros from the internet are
blocked by default in Office", "Trusted locations for Office files".
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from xl_massbill import __version__
from xl_massbill.addin.computer import (
    MACOS,
    OFFICE,
    WINDOWS,
    XLWINGS,
    Computer,
    cloud_of,
    is_on_network,
    packaged_addin,
)
from xl_massbill.addin.install import read_settings
from xl_massbill.addin.xlwings_conf import value_of
from xl_massbill.errors import Refused

_POLICIES = rf"HKCU\Software\Policies\Microsoft\{OFFICE}\Security"
_CHOSEN = rf"HKCU\Software\Microsoft\{OFFICE}\Security"
_APP = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_NO_MACROS, _SIGNED_ONLY = 4, 3
_INSTALL = "Run: xl-massbill install"
_VERSION = re.compile(r'<definedName[^>]* name="massbill_version"[^>]*>(?:"|&quot;)([^"&<]*)')


class State(StrEnum):
    """How a thing stands."""

    FINE = "fine"
    LOOK = "look"
    """It may work, but somebody should look."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at, and the way to mend it."""

    what: str
    state: State
    sentence: str
    fix: str = ""


def examine(computer: Computer, workbook: Path | None = None) -> list[Seen]:
    """Return everything that was looked at, in the order in which Excel needs it."""
    if not computer.has_excel:
        here = "Excel is not made for this system; the command line works without it."
        return [Seen("excel", State.LOOK, here), *(_of_workbook(computer, workbook) if workbook else ())]
    looks: tuple[Callable[[Computer], Iterator[Seen]], ...] = (
        _excel,
        _interpreter,
        _library,
        _addin,
        _macros,
    )
    found = [seen for look in looks for seen in look(computer)]
    return [*found, *(_of_workbook(computer, workbook) if workbook else ())]


def _excel(computer: Computer) -> Iterator[Seen]:
    if computer.system == MACOS:
        path = computer.applications / "Microsoft Excel.app"
        named = str(path) if path.exists() else None
    else:
        keys = (rf"HKCU\{_APP}", rf"HKLM\{_APP}")
        named = next((str(said) for key in keys if (said := computer.registry(key, ""))), None)
    if named:
        yield Seen("excel", State.FINE, f"Excel is at {named}.")
    else:
        yield Seen(
            "excel", State.WRONG, "Excel was not found.", "Install the desktop Excel of Microsoft 365."
        )


def _interpreter(computer: Computer) -> Iterator[Seen]:
    said, own = value_of(read_settings(computer), computer.key), str(computer.interpreter)
    where = f"{computer.settings} ({computer.key})"
    if said is None:
        yield Seen("interpreter", State.WRONG, f"{where} names no Python.", _INSTALL)
    elif not Path(said).is_file():
        yield Seen("interpreter", State.WRONG, f"{where} names {said}, which is not there.", _INSTALL)
    elif said not in (own, str(computer.python)):
        sentence = f"{where} names another Python, {said}. This program runs in {own}."
        yield Seen("interpreter", State.LOOK, sentence, f"If that one has no xl-massbill: {_INSTALL.lower()}")
    else:
        yield Seen("interpreter", State.FINE, f"Excel uses the Python at {said}.")
    path = said or own
    if computer.system == WINDOWS and said and said.lower().endswith("python.exe"):
        yield Seen("interpreter", State.LOOK, "This Python opens a black window.", _INSTALL)
    if is_on_network(path):
        yield Seen(
            "interpreter",
            State.LOOK,
            f"Python stands on the network: {path}.",
            "Install it on this computer.",
        )
    if cloud_of(path):
        fix = "Install Python outside of that folder, such as in C:\\Python."
        yield Seen(
            "interpreter", State.LOOK, f"{cloud_of(path)} moves the files of Python about: {path}.", fix
        )
    if computer.system == MACOS and not path.isascii():
        fix = "If the buttons do nothing, install Python under a path of plain letters."
        yield Seen("interpreter", State.LOOK, "The path of Python has letters that Excel may not read.", fix)
    if computer.system == WINDOWS and path.count("%") > 1:
        fix = "Install Python under another path."
        yield Seen("interpreter", State.WRONG, "Excel takes %...% in the path of Python for a variable.", fix)


def _library(computer: Computer) -> Iterator[Seen]:
    """Look for the part of xlwings that VBA calls: it bears the version in its name."""
    again = 'Run: pip install --force-reinstall "xl-massbill[excel]"'
    if computer.xlwings != XLWINGS:
        have = f"Version {computer.xlwings}" if computer.xlwings else "None"
        yield Seen("xlwings", State.WRONG, f"xlwings {XLWINGS} is needed. {have} is installed.", again)
        return
    if computer.system == MACOS:
        there = (computer.scripts / computer.script).is_file()
        missing, fix = f"Excel may not start Python: {computer.script} is missing.", _INSTALL
    else:
        # where the macros look: the folder of Python, or that above it (virtual environments)
        folders = [computer.interpreter.parent, computer.interpreter.parent.parent]
        bits = ("64", "32")
        lacking = [b for b in bits if not any((f / f"xlwings{b}-{XLWINGS}.dll").is_file() for f in folders)]
        there = not lacking
        missing = f"xlwings{'/'.join(lacking)}-{XLWINGS}.dll is neither in {folders[0]} nor above it."
        fix = again
    if there:
        yield Seen("xlwings", State.FINE, f"xlwings {XLWINGS} is in step with the macros.")
    else:
        yield Seen("xlwings", State.WRONG, missing, fix)


def _addin(computer: Computer) -> Iterator[Seen]:
    path = computer.addin
    if not path.is_file():
        yield Seen("add-in", State.WRONG, f"{path} is not there.", _INSTALL)
    else:
        try:
            same = path.read_bytes() == packaged_addin().read_bytes()
        except Refused as stop:
            yield Seen("add-in", State.WRONG, str(stop))
            return
        if same:
            yield Seen("add-in", State.FINE, f"The add-in of version {__version__} is in place.")
        else:
            sentence = f"The add-in in {computer.startup} is not that of version {__version__}."
            yield Seen("add-in", State.WRONG, sentence, f"Close Excel. {_INSTALL}")
        if computer.system == WINDOWS and _is_marked(path):
            yield Seen(
                "add-in",
                State.WRONG,
                "Windows marks the add-in as downloaded.",
                f"{_unblock(path)} Or: {_INSTALL.lower()}",
            )
    if is_on_network(str(path)):
        fix = (
            "Ask IT to trust this start-up folder (Trusted Locations, Allow trusted locations on my network)."
        )
        yield Seen(
            "add-in", State.LOOK, f"Excel's start-up folder is on the network: {computer.startup}.", fix
        )
    if path.parent.is_dir() and not _is_writable(path.parent):
        fix = "Ask IT to allow it, or to put massbill.xlam there at each update."
        yield Seen("add-in", State.LOOK, f"You may not write to {path.parent}.", fix)


def _macros(computer: Computer) -> Iterator[Seen]:
    if computer.system != WINDOWS:
        return
    by_it = computer.registry(_POLICIES, "VBAWarnings")
    chosen = by_it if by_it is not None else computer.registry(_CHOSEN, "VBAWarnings")
    who = "Your IT has" if by_it is not None else "In Excel somebody has"
    fix = "Ask IT to allow macros from trusted locations."
    if by_it is None:
        fix = "Excel: File, Options, Trust Center, Macro Settings: Disable VBA macros with notification."
    if chosen == _NO_MACROS:
        sentence = f"{who} turned all macros off; those in the start-up folder may run all the same."
        yield Seen("macros", State.LOOK, sentence, fix)
    elif chosen == _SIGNED_ONLY:
        yield Seen("macros", State.LOOK, f"{who} allowed signed macros only; ours are not signed.", fix)
    places = (rf"{key}\Trusted Locations" for key in (_POLICIES, _CHOSEN))
    if any(computer.registry(key, "AllLocationsDisabled") == 1 for key in places):
        fix = "Ask IT to allow the start-up folder of Excel as a trusted location."
        yield Seen(
            "macros", State.WRONG, "All trusted locations are turned off, so the add-in does not run.", fix
        )


def _of_workbook(computer: Computer, path: Path) -> Iterator[Seen]:
    if not path.is_file():
        yield Seen("workbook", State.WRONG, f"{path.name} is not there.", "Name the workbook of the clinic.")
        return
    version = _version_in(path)
    if version is None:
        yield Seen("workbook", State.LOOK, f"{path.name} does not say which version made it.", "")
    elif version != __version__:
        sentence = f"{path.name} was made by version {version}; this is {__version__}."
        yield Seen(
            "workbook", State.LOOK, sentence, "Nothing to do, unless a check says a column is missing."
        )
    else:
        yield Seen("workbook", State.FINE, f"{path.name} was made by this version.")
    if computer.system == WINDOWS and path.suffix.lower() == ".xlsm" and _is_marked(path):
        yield Seen(
            "workbook",
            State.WRONG,
            f"Windows marks {path.name} as downloaded: no macro runs.",
            _unblock(path),
        )
    folder = path.resolve().parent
    if not _is_writable(folder):
        fix = "Move the workbook to a folder of your own, or ask IT for the right to write there."
        yield Seen("workbook", State.WRONG, f"You may not write to the folder of {path.name}.", fix)
    if service := cloud_of(str(path.resolve())):
        fix = (
            "Move it out of that folder, or let one computer only work on it and pause the service meanwhile."
        )
        yield Seen("workbook", State.LOOK, f"{service} keeps the folder in step: two may write at once.", fix)
    if is_on_network(str(path)):
        fix = "Let one person at a time work on it; close it before commands are run."
        yield Seen("workbook", State.LOOK, "The workbook is on the network.", fix)


def _version_in(path: Path) -> str | None:
    """Return the version that a workbook of ours bears as the defined name massbill_version."""
    try:
        with zipfile.ZipFile(path) as package:
            found = _VERSION.search(package.read("xl/workbook.xml").decode("utf-8", "replace"))
    except (OSError, zipfile.BadZipFile, KeyError):
        return None
    return found[1] if found else None


def _is_marked(path: Path) -> bool:
    """Return whether Windows has noted that a file came from the internet."""
    try:
        with open(f"{path}:Zone.Identifier", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 - a stream of NTFS
            return re.search(r"ZoneId\s*=\s*[34]", stream.read()) is not None
    except OSError:
        return False


def _unblock(path: Path) -> str:
    return f"Right-click {path.name}, Properties, tick Unblock, OK."


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix="~massbill-"):
            return True
    except OSError:
        return False

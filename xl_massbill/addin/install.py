"""Put the add-in where Excel starts it from, tell xlwings which Python to use, and take exactly that back.

What is done is written down before it is done: each file with its fingerprint, each setting with what it was
before. Uninstalling takes back what still is as it was put there; what somebody changed since then stays, and
is said. Installing again is an update.

Source: xlwings' manual ("User config", "RunPython on macOS"); Microsoft: "Excel startup folder".
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xl_massbill import __version__
from xl_massbill.addin.computer import MACOS, WINDOWS, XLWINGS, Computer, packaged_addin
from xl_massbill.addin.xlwings_conf import value_of, with_value, without
from xl_massbill.errors import Refused, Unreadable

MANIFEST = "installed.json"
BEFORE = "before"
_ASK_IT = (
    "If this computer is managed, ask IT to allow writing to that folder, or to put massbill.xlam into "
    "Excel's start-up folder (%APPDATA%\\Microsoft\\Excel\\XLSTART) and to trust that folder."
)


def install(computer: Computer, addin: Path | None = None) -> list[str]:
    """Install and return a sentence for each thing done. Raises Refused where nothing could be done."""
    if not computer.has_excel:
        raise Refused("Excel runs on Windows and macOS only; the command line works here without it.")
    if computer.xlwings != XLWINGS or computer.library is None:
        have = f"version {computer.xlwings} is" if computer.xlwings else "it is not"
        raise Refused(f'xlwings {XLWINGS} is needed, {have} installed. Run: pip install "xl-massbill[excel]"')
    value = str(computer.interpreter)
    _encoded(computer, value)
    manifest = _manifest(computer)
    _put(computer, manifest, computer.addin, (addin or packaged_addin()).read_bytes())
    done = [f"The add-in of version {__version__} is in {computer.startup}."]
    if computer.system == MACOS:
        source = computer.library / computer.script
        _put(computer, manifest, computer.scripts / computer.script, _bytes_of(source))
        done.append("Excel may start Python (its script is in place).")
    before = _set(computer, manifest, value)
    done.append(f"Excel uses the Python at {value}.")
    if before not in (None, value):
        done.append(f"Before, all workbooks with xlwings used {before}; `uninstall` puts that back.")
    return [*done, "Start Excel anew: the tab MassBill is in the ribbon."]


def uninstall(computer: Computer) -> list[str]:
    """Take back what was installed and return a sentence for each thing done or left."""
    path = computer.memory / MANIFEST
    if not path.is_file():
        return ["Nothing was installed by this program."]
    manifest = _manifest(computer)
    done = [*_files_taken_back(computer, manifest), *_setting_taken_back(computer, manifest)]
    path.unlink()
    for folder in (computer.memory / BEFORE, computer.memory):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return [*done, "Excel forgets the tab MassBill when it is started anew. Workbooks were not touched."]


def written_down(computer: Computer) -> dict[str, Any] | None:
    """Return what was installed: version, files with fingerprints, the setting; None if nothing was."""
    return _manifest(computer) if (computer.memory / MANIFEST).is_file() else None


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def read_settings(computer: Computer) -> str:
    """Return the text of xlwings' settings, "" where there are none."""
    path = computer.settings
    if not path.is_file():
        return ""
    try:
        return path.read_bytes().decode(computer.encoding)
    except UnicodeDecodeError:
        raise Unreadable(f"The settings of xlwings could not be read: {path}") from None


def _manifest(computer: Computer) -> dict[str, Any]:
    path = computer.memory / MANIFEST
    if not path.is_file():
        return {"version": __version__, "files": {}, "setting": None}
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise Unreadable(f"The note of what was installed is damaged: {path}. Delete it by hand.") from None
    return found


def _note(computer: Computer, manifest: dict[str, Any]) -> None:
    manifest["version"] = __version__
    _write(computer.memory / MANIFEST, json.dumps(manifest, indent=1).encode())


def _put(computer: Computer, manifest: dict[str, Any], path: Path, data: bytes) -> None:
    """Write a file, noted beforehand; a stranger's file of that name is kept and comes back at the end."""
    now = path.read_bytes() if path.is_file() else None
    known = manifest["files"].get(str(path))
    if now is not None and known is None and now != data:
        kept = computer.memory / BEFORE / path.name
        _write(kept, now)
        known = {"before": kept.name}
    marks = [*(known or {}).get("sha256", []), fingerprint(data)]
    manifest["files"][str(path)] = {**(known or {}), "sha256": list(dict.fromkeys(marks))}
    _note(computer, manifest)
    if now != data:
        _write(path, data)


def _files_taken_back(computer: Computer, manifest: dict[str, Any]) -> Iterator[str]:
    for name, facts in manifest["files"].items():
        path = Path(name)
        if not path.is_file():
            yield f"{path.name} was gone already."
        elif fingerprint(path.read_bytes()) not in facts["sha256"]:
            yield f"{path} is not as it was installed, so it stays."
            continue
        else:
            _removed(path)
            yield f"{path} is removed."
        kept = computer.memory / BEFORE / facts.get("before", "")
        if kept.is_file():
            _write(path, kept.read_bytes())
            kept.unlink()
            yield f"{path} is as it was before."


def _set(computer: Computer, manifest: dict[str, Any], value: str) -> str | None:
    """Set the interpreter, noted beforehand, and return what it was."""
    text = read_settings(computer)
    before = value_of(text, computer.key)
    noted = manifest["setting"]
    if noted is None or before != noted["value"]:  # a person's own value, also one set since the last time
        noted = {"before": before, "created": not computer.settings.is_file()}
    manifest["setting"] = {**noted, "key": computer.key, "value": value}
    _note(computer, manifest)
    if before != value:
        end = "\r\n" if computer.system == WINDOWS else "\n"  # VBA reads by the lines of its own system
        _write(computer.settings, _encoded(computer, with_value(text, computer.key, value, end)))
    return before


def _setting_taken_back(computer: Computer, manifest: dict[str, Any]) -> Iterator[str]:
    noted = manifest["setting"]
    if noted is None:
        return
    text = read_settings(computer)
    if value_of(text, noted["key"]) != noted["value"]:
        yield f"{computer.settings}: {noted['key']} was changed since, so it stays."
        return
    before = noted["before"]
    text = without(text, noted["key"]) if before is None else with_value(text, noted["key"], before)
    if not text.strip() and noted["created"]:
        _removed(computer.settings)
        yield f"{computer.settings} is removed."
        if not any(computer.settings.parent.iterdir()) and computer.settings.parent.name == ".xlwings":
            computer.settings.parent.rmdir()
        return
    _write(computer.settings, _encoded(computer, text))
    yield f"{computer.settings}: {noted['key']} is as it was before."


def _encoded(computer: Computer, text: str) -> bytes:
    try:
        return text.encode(computer.encoding)
    except UnicodeEncodeError:
        raise Refused(
            f"Excel's macros cannot read a letter in the path of Python, {computer.interpreter}. "
            "Install Python in a folder with plain letters, such as C:\\Python, and run again."
        ) from None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(
            f'{path.name} is missing. Run: pip install --force-reinstall "xl-massbill[excel]"'
        ) from None


def _write(path: Path, data: bytes) -> None:
    """Put a whole file into place: temporary file, flushed, read back, renamed."""
    draft = path.with_name(f"~{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if draft.read_bytes() != data:
            raise Refused(f"{path} could not be written whole. Is the disk full?")
        draft.replace(path)
    except PermissionError:
        draft.unlink(missing_ok=True)
        raise Refused(f"{path} could not be written. Close Excel and run again. {_ASK_IT}") from None
    except OSError as stop:
        draft.unlink(missing_ok=True)
        raise Refused(f"{path} could not be written: {stop.strerror}. {_ASK_IT}") from None


def _removed(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        raise Refused(f"{path} could not be removed. Close Excel and run again.") from None

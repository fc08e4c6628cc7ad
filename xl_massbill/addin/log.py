"""The log of the buttons: when, which, and where in the code it went wrong; not a word from the workbook.

Neither messages nor tracebacks are kept: they could hold what stands in a cell. The file lies in the user's
own folder and is renewed when it is full.
"""

from __future__ import annotations

import logging
import os
import secrets
import sys
import traceback
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FULL = 200_000
_KEPT = 3
_NAME = "massbill.addin"


class _Handler(RotatingFileHandler):
    """A log that cannot be written must not keep a button from its work."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        del record


def folder() -> Path:
    """Return where the log lies on this system."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / "xl-massbill"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "xl-massbill" / "logs"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "xl-massbill"


def fault(button: str, error: BaseException) -> str:
    """Note a fault and return its number."""
    return fault_at(button, type(error).__name__, places(error))


def fault_at(button: str, kind: str, at: Sequence[str]) -> str:
    """Note a fault by its kind and its places and return its number."""
    number = secrets.token_hex(4).upper()
    _note(f"{number} {button} {kind} at {' < '.join(at) or '?'}")
    return number


def ended(button: str, how: str, seconds: float) -> None:
    """Note that a button has done its work, and how: "done", "refused"."""
    _note(f"-------- {button} {how} {seconds:.1f} s")


def places(error: BaseException) -> list[str]:
    """Return file and line of each step, the innermost first, and those of what lay beneath."""
    frames = traceback.extract_tb(error.__traceback__, limit=-12)
    found = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames)]
    below = error.__cause__
    return found if below is None else [*found, f"from {type(below).__name__}", *places(below)]


def _note(line: str) -> None:
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handler = _Handler(
            folder() / "addin.log", maxBytes=_FULL, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    try:
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        record = logging.LogRecord(_NAME, logging.INFO, "", 0, line, None, None)
        handler.handle(record)
    finally:
        handler.close()

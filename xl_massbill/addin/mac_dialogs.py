"""Input boxes and file dialogs on macOS, by the system's own scripting; texts go in as arguments.

Source: Apple, Mac Automation Scripting Guide (display dialog, choose file).
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

_ASK = (
    "on run argv",
    'display dialog (item 1 of argv) default answer "" with title "MassBill"',
    "text returned of result",
    "end run",
)
_CHOOSE = (
    "on run argv",
    "set found to choose file with prompt (item 1 of argv) with multiple selections allowed",
    'set out to ""',
    "repeat with one in found",
    "set out to out & POSIX path of one & linefeed",
    "end repeat",
    "return out",
    "end run",
)


def ask(question: str) -> str | None:
    """Ask for a text; None if the person would rather not."""
    said = _run(_ASK, question)
    return None if said is None else said.strip()


def choose_files(what: str) -> Sequence[Path]:
    """Let the person choose files."""
    return [Path(line) for line in (_run(_CHOOSE, what) or "").splitlines() if line]


def _run(script: Sequence[str], text: str) -> str | None:
    lines = [part for line in script for part in ("-e", line)]
    done = subprocess.run(["/usr/bin/osascript", *lines, text], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None

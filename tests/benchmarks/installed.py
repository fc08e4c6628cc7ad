"""Processes that are measured find their modules compiled, as pip leaves them where the program is installed."""

from __future__ import annotations

import compileall
import os
from pathlib import Path

import xl_massbill


def as_installed() -> None:
    """Compile the program, and let the processes to come keep what they compile."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(xl_massbill.__file__).parent, quiet=1)

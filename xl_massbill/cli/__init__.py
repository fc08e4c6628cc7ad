"""The command line: every button on a closed workbook, for the night job, other systems, macOS and Linux.

Exit status: 0 fine, 1 findings of severity error, 2 could not run. Heavy modules are imported by the
command that needs them.
"""

from __future__ import annotations

import atexit
import gc
from pathlib import Path

from xl_massbill.cli import (  # noqa: F401 - they register their commands
    aging,
    batches,
    benefits,
    checking,
    claiming,
    closing,
    denying,
    fleet,
    installing,
    limits,
    linting,
    making,
    money,
    owed,
    paper,
    posting,
    reference,
    taking_in,
    trail,
)
from xl_massbill.cli.app import app, fail
from xl_massbill.errors import NoTable, Refused, Unreadable


def main() -> None:
    """Run the command line; anything unforeseen becomes one plain sentence and status 2."""
    # a command makes millions of small objects and no rings of them worth hunting for while it starts
    gc.set_threshold(200_000, 20, 100)
    # and at its end a hunt through all of them takes a third of a second, for memory that goes anyway
    atexit.register(gc.freeze)
    try:
        app()
    except (Unreadable, Refused, NoTable) as stop:
        fail(str(stop))
    except KeyboardInterrupt:
        fail("Stopped. Nothing is half done; the next command settles what was under way.")
    except Exception as bug:  # noqa: BLE001 - the rim: no traceback, it could hold personal data
        where = bug.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        spot = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else "?"
        fail(
            f"A fault of the program: {type(bug).__name__} at {spot}. Nothing is half done. Please report it."
        )

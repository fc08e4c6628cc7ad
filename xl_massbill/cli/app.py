"""What every command shares: the application, its usual words, and how a workbook is opened."""

from __future__ import annotations

import datetime as dt
import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill import __version__

if TYPE_CHECKING:
    from xl_massbill.book.table import Table
    from xl_massbill.hosts.file import FileWorkbook

app = typer.Typer(
    name="xl-massbill",
    help="Insurance billing for massage-therapy clinics, in the workbook the staff already use.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

LARGE = ("visits", "notes")
"""Tables that hold most of a clinic's rows; reading them can begin before the program is loaded."""
LEDGER = ("claims", "claim_lines", "visits")
"""Those in which money is posted."""
FINE, FOUND_ERRORS, COULD_NOT_RUN = 0, 1, 2
SHOWN = 20

Book = Annotated[Path, typer.Argument(help="The workbook.", metavar="PATH")]
AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Look at everything as of this day (default: today)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def fail(sentence: str) -> None:
    """Say one sentence and end: the command could not run."""
    typer.echo(sentence, err=True)
    raise SystemExit(COULD_NOT_RUN)


def day_of(as_of: dt.datetime | None) -> dt.date:
    """Return the day that was asked for, else today."""
    return as_of.date() if as_of else dt.date.today()  # noqa: DTZ011 - the clinic's own calendar


def now() -> dt.datetime:
    """Return the time on the clinic's clock."""
    return dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the clinic's own clock


def user() -> str:
    """Return who is at the computer, "" if nobody knows."""
    import getpass  # noqa: PLC0415

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def open_workbook(path: Path, ahead: Sequence[str] = ()) -> FileWorkbook:
    """Open a workbook that nobody has open; `ahead` names tables that will surely be read."""
    from xl_massbill.hosts.file import FileWorkbook  # noqa: PLC0415

    return FileWorkbook(
        path, ahead=ahead, tell=lambda sentence: typer.echo(sentence, err=True), progress=progress_on_screen()
    )


@contextmanager
def all_is_kept() -> Iterator[None]:
    """Let nobody look for garbage while a large file makes a million small objects that stay to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # else the next look, or that at the end of Python, would go through all of them
        gc.enable()


def settle(workbook: FileWorkbook) -> None:
    """Finish what a crash left half done, and say so; a workbook without a journal has nothing to settle."""
    from xl_massbill.book.folder import Folder  # noqa: PLC0415

    if Folder.of(workbook.path).journal.exists():
        from xl_massbill.commands.settle import settle_if_needed  # noqa: PLC0415

        for sentence in settle_if_needed(workbook, now(), user()):
            typer.echo(sentence, err=True)


def settle_with_time(workbook: FileWorkbook, as_of: dt.date) -> None:
    """Settle, then let what waited too long take its step, and say so: only where work is looked at."""
    settle(workbook)
    from xl_massbill.commands.silence import deny_silent  # noqa: PLC0415

    for sentence in deny_silent(workbook, as_of, now(), user()):
        typer.echo(sentence, err=True)


def filling(path: Path, tables: Mapping[str, type[Table]]) -> FileWorkbook:
    """Open a workbook that is still being made: every column may be written."""
    from xl_massbill.hosts.file import FileWorkbook  # noqa: PLC0415

    return FileWorkbook(path, registry=tables, fill=True, progress=progress_on_screen())


def progress_on_screen() -> Callable[[int, int, str], None] | None:
    """Return what shows progress to a person at a terminal, None where nobody looks."""
    if not sys.stderr.isatty():
        return None
    from xl_massbill.terminal import progress_bar  # noqa: PLC0415

    return progress_bar()


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit

"""The command line: every button on a closed workbook, for the night job, other systems, macOS and Linux.

Exit status: 0 fine, 1 findings of severity error, 2 could not run. Heavy modules are imported by the
command that needs them.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill import __version__
from xl_massbill.errors import NoTable, Refused, Unreadable

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
FINE, FOUND_ERRORS, COULD_NOT_RUN = 0, 1, 2
SHOWN = 20

Book = Annotated[Path, typer.Argument(help="The workbook.", metavar="PATH")]
AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Look at everything as of this day (default: today)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


class Form(StrEnum):
    """The forms a claim can take so far."""

    X837P = "837p"


class Anchor(StrEnum):
    """The days from which age can be counted."""

    DOS = "DOS"
    FIRST_SUBMISSION = "FIRST_SUBMISSION"


def main() -> None:
    """Run the command line; anything unforeseen becomes one plain sentence and status 2."""
    # a command makes millions of small objects and no rings of them worth hunting for while it starts
    gc.set_threshold(200_000, 20, 100)
    try:
        app()
    except (Unreadable, Refused, NoTable) as stop:
        _fail(str(stop))
    except KeyboardInterrupt:
        _fail("Stopped. Nothing is half done; the next command settles what was under way.")
    except Exception as bug:  # noqa: BLE001 - the rim: no traceback, it could hold personal data
        where = bug.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        spot = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else "?"
        _fail(
            f"A fault of the program: {type(bug).__name__} at {spot}. Nothing is half done. Please report it."
        )


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise SystemExit(COULD_NOT_RUN)


def _day(as_of: dt.datetime | None) -> dt.date:
    return as_of.date() if as_of else dt.date.today()  # noqa: DTZ011 - the clinic's own calendar


def _now() -> dt.datetime:
    return dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the clinic's own clock


def _user() -> str:
    import getpass  # noqa: PLC0415

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _open(path: Path, ahead: Sequence[str] = ()) -> FileWorkbook:
    from xl_massbill.hosts.file import FileWorkbook  # noqa: PLC0415

    return FileWorkbook(
        path, ahead=ahead, tell=lambda sentence: typer.echo(sentence, err=True), progress=_progress()
    )


def _settle(workbook: FileWorkbook) -> None:
    """Finish what a crash left half done, and say so; a workbook without a journal has nothing to settle."""
    from xl_massbill.book.folder import Folder  # noqa: PLC0415

    if Folder.of(workbook.path).journal.exists():
        from xl_massbill.commands.settle import settle_if_needed  # noqa: PLC0415

        for sentence in settle_if_needed(workbook, _now(), _user()):
            typer.echo(sentence, err=True)


def _filling(path: Path, tables: Mapping[str, type[Table]]) -> FileWorkbook:
    """Open a workbook that is still being made: every column may be written."""
    from xl_massbill.hosts.file import FileWorkbook  # noqa: PLC0415

    return FileWorkbook(path, registry=tables, fill=True, progress=_progress())


def _progress() -> Callable[[int, int, str], None] | None:
    if not sys.stderr.isatty():
        return None
    from xl_massbill.terminal import progress_bar  # noqa: PLC0415

    return progress_bar()


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def new(
    path: Book,
    source: Annotated[
        Path | None, typer.Option("--from", help="Fill it from one CSV file a table in this folder.")
    ] = None,
) -> None:
    """Make a new workbook."""
    from xl_massbill.commands.new import new as make  # noqa: PLC0415

    typer.echo(make(path, source, _filling))


@app.command()
def tables(
    path: Book, to: Annotated[Path, typer.Option("--to", help="The folder for the CSV files.")]
) -> None:
    """Write every table as a CSV file."""
    from xl_massbill.commands.tables import tables as write  # noqa: PLC0415

    typer.echo(write(_open(path), to))


@app.command()
def check(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """Check every row and write what is wrong into the workbook."""
    workbook, day = _open(path, LARGE), _day(as_of)
    from xl_massbill.commands import check as command  # noqa: PLC0415
    from xl_massbill.commands.rule_changes import note_changes  # noqa: PLC0415

    _settle(workbook)
    checked = command.check(workbook, day)
    command.write(workbook, checked, day)
    note_changes(workbook, checked.lines.records, _now(), _user())
    words = json.dumps(checked.as_json(day), indent=1, ensure_ascii=False) if as_json else checked.text()
    status = FOUND_ERRORS if checked.counts()["error"] else FINE
    del checked  # a save of a large workbook needs the room
    workbook.save()
    typer.echo(words)
    raise typer.Exit(status)


@app.command()
def export(
    path: Book,
    form: Annotated[Form, typer.Option("--form", help="Which form the claims take.")] = Form.X837P,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder for the files (default: beside the workbook).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; write nothing.")] = False,
) -> None:
    """Write the claims that are ready into files and book them."""
    del form  # one form so far
    workbook, day = _open(path, LARGE), _day(as_of)
    from xl_massbill.commands import export as command  # noqa: PLC0415

    if dry_run:
        planned = command.plan(workbook, day)
        for visit, reason in list(planned.selection.reasons.items())[:SHOWN]:
            typer.echo(f"visit {visit} stays: {reason}")
        typer.echo(planned.sentence())
        return
    exported = command.export(workbook, day, _now(), out=out, user=_user())
    for sentence in exported.settled:
        typer.echo(sentence, err=True)
    typer.echo(exported.sentence())
    for file in exported.files:
        typer.echo(str(file))


@app.command()
def age(
    path: Book,
    as_of: AsOf = None,
    anchor: Annotated[
        Anchor | None, typer.Option("--anchor", help="Count from this day (default: as sheet Practice says).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what is owed and how old it is, and refresh the Aging sheet."""
    from xl_massbill.commands import age as command  # noqa: PLC0415

    workbook, day = _open(path), _day(as_of)
    _settle(workbook)
    report = command.age(workbook, day, anchor)
    command.write(workbook, report)
    workbook.save()
    typer.echo(json.dumps(report.as_json(), indent=1) if as_json else report.text())


@app.command()
def rules(
    as_json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the catalogue as a page.")] = False,
) -> None:
    """List the rules that are checked."""
    from xl_massbill.rules.catalogue import rules as all_rules  # noqa: PLC0415

    found = all_rules()
    if markdown:
        from xl_massbill.commands.rules_page import page  # noqa: PLC0415

        typer.echo(page(), nl=False)
        return
    if as_json:
        names = ("id", "title", "severity", "levels", "certainty", "source", "message", "hint", "example")
        typer.echo(
            json.dumps([{n: getattr(r, n) for n in names} for r in found], indent=1, ensure_ascii=False)
        )
        return
    for rule in found:
        typer.echo(f"{rule.id}  {rule.severity.value.upper():8}{rule.title}")
    typer.echo(f"{len(found)} rules.")


@app.command()
def backtest(
    path: Book,
    rule: Annotated[str, typer.Argument(help="The rule, such as REF-006.", metavar="RULE")],
    param: Annotated[
        list[str] | None, typer.Option("--param", help="Another limit, such as days=10; may be repeated.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Replay one rule over the billed visits: what it would have stopped, and what held up for nothing."""
    workbook, day = _open(path, LARGE), _day(as_of)
    from xl_massbill.commands.backtest import backtest as run  # noqa: PLC0415

    found = run(workbook, rule, day, param or [])
    typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text())


@app.command()
def denials(path: Book, as_json: Json = False) -> None:
    """Show denied lines by reason, with the checks that would have stopped them."""
    from xl_massbill.commands import denials as command  # noqa: PLC0415

    workbook = _open(path)
    found = command.lessons(workbook)
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found], indent=1, ensure_ascii=False))
    else:
        typer.echo(command.text(workbook, found))


@app.command()
def build(
    only_check: Annotated[
        bool, typer.Option("--check", help="Build nothing; fail if anything generated lags.")
    ] = False,
) -> None:
    """Make the files that are generated from the tables."""
    from xl_massbill.commands.build import build as make  # noqa: PLC0415

    lagging = make(only_check=only_check)
    if lagging:
        _fail(f"Out of date: {', '.join(lagging)}. Run `xl-massbill build`.")
    typer.echo("Everything generated is up to date." if only_check else "Built.")


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put it.", metavar="DIR")] = Path("demo"),
) -> None:
    """Make an invented practice, check it, write its claims, age what is owed."""
    from xl_massbill.commands.demo import demo as run  # noqa: PLC0415

    run(folder, _filling, _open, typer.echo)


if __name__ == "__main__":
    main()

"""Commands about exports of the clinic's other programs: take them in, and take that back."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import COULD_NOT_RUN, Book, Json, app, day_of, now, open_workbook, user
from xl_massbill.errors import Unreadable


class Holds(StrEnum):
    """What a row of the file is."""

    APPOINTMENTS = "appointments"
    CLIENTS = "clients"


By = Annotated[str, typer.Option("--by", help="Who orders it (default: who is at the computer).")]
File = Annotated[Path, typer.Argument(help="The export, CSV or XLSX.", metavar="FILE")]
KindOf = Annotated[Holds, typer.Option("--kind", help="What its rows are.")]
Maps = Annotated[
    list[str],
    typer.Option(
        "--map",
        "--mapping",
        help="A map's name; HEADING=TARGET; TARGET:WORD=MEANING; dates=mdy or dates=dmy. As often as needed.",
        metavar="TEXT",
    ),
]
Yes = Annotated[bool, typer.Option("--yes-mapping", help="Agree to the map as it was shown.")]
Rows = Annotated[
    list[str],
    typer.Option(
        "--rows",
        help="leave-out: without those that cannot be taken; new:14: row 14 is new, whatever it looks like; "
        "again: those taken in once that are gone; update: visits that changed there, untouched here.",
        metavar="TEXT",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would come in, write nothing.")]


@app.command("take-in")
def take_in(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    file: File,
    kind: KindOf,
    maps: Maps = [],  # noqa: B006 - never changed
    yes: Yes = False,
    rows: Rows = [],  # noqa: B006 - never changed
    dry_run: DryRun = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Take in appointments or clients that your scheduling program exported (CSV, XLSX)."""
    from xl_massbill.commands.intake_maps import said  # noqa: PLC0415
    from xl_massbill.commands.take_in import Wish, decided  # noqa: PLC0415
    from xl_massbill.commands.take_in import take_in as run  # noqa: PLC0415
    from xl_massbill.intake.targets import Kind  # noqa: PLC0415

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file.name} cannot be opened ({error.strerror}).") from None
    whose = Wish(Kind(kind.value.upper()), by or user(), day_of(None), user(), said(maps, yes=yes))
    taken = run(open_workbook(path), data, decided(whose, rows, dry_run=dry_run), now())
    for sentence in taken.settled:
        typer.echo(sentence, err=True)
    typer.echo(json.dumps(taken.as_json(), indent=1) if as_json else taken.text())
    if not taken.is_agreed or taken.stopped:  # nothing came in
        raise SystemExit(COULD_NOT_RUN)


@app.command("undo-import")
def undo_import(
    path: Book,
    import_id: Annotated[str, typer.Argument(help="The import, such as IM0003.", metavar="IMPORT")],
    by: By = "",
) -> None:
    """Take back the rows that a file brought in, while nobody has changed or used them."""
    from xl_massbill.commands.undo_import import undo_import as run  # noqa: PLC0415

    done = run(open_workbook(path), import_id, now(), by or user(), user())
    for sentence in done.settled:
        typer.echo(sentence, err=True)
    typer.echo(done.sentence)

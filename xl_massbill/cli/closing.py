"""The command that closes a month."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, now, open_workbook, user
from xl_massbill.cli.batches import By


@app.command()
def close(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    month: Annotated[str, typer.Option("--month", help="Such as 2026-09 (default: the last one).")] = "",
    by: By = None,
    why: Annotated[str, typer.Option("--why", help="Why a closed month is closed again.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look ahead; write nothing.")] = False,
    every: Annotated[bool, typer.Option("--list", help="Show the closes there are; write nothing.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Close a month: what is owed, came in, was taken off, as a PDF and a workbook that stay so."""
    from xl_massbill.aging.month import Month  # noqa: PLC0415
    from xl_massbill.commands import close as command  # noqa: PLC0415

    workbook = open_workbook(path)
    if every:
        found = command.closes(workbook)
        shown = [dict(one.event.detail) | {"changed": list(one.changed)} for one in found]
        lines = "\n".join(one.text() for one in found) or "No month was closed yet."
        typer.echo(json.dumps(shown, indent=1) if as_json else lines)
        return
    chosen = Month.read(month) if month else Month.of(day_of(as_of)).before
    if dry_run:
        done = command.look(workbook, chosen, now().date())
    else:
        done = command.close(workbook, chosen, command.Order(by or user(), why), now())
    for sentence in done.settled:
        typer.echo(sentence, err=True)
    typer.echo(json.dumps(done.as_json(), indent=1) if as_json else done.text())

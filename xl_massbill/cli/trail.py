"""The command about the audit trail: who did what when, and whether it is whole."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated

import typer

from xl_massbill.cli.app import FOUND_ERRORS, Book, Json, app, open_workbook, settle


@app.command()
def audit(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    verify: Annotated[
        bool, typer.Option("--verify", help="Prove that nothing was changed or left out; write nothing.")
    ] = False,
    about: Annotated[
        str, typer.Option("--about", help="Only what names this batch, claim, remittance, rule or file.")
    ] = "",
    since: Annotated[
        dt.datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Only from this day on.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show all entries, not only the last.")] = False,
    as_json: Json = False,
) -> None:
    """Show who did what when, and bring sheet AuditLog up to date; `--verify` proves the trail whole."""
    from xl_massbill.commands import audit as command  # noqa: PLC0415

    workbook = open_workbook(path)
    if verify:
        found = command.verify(workbook)
        typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text())
        raise SystemExit(FOUND_ERRORS if found.faults else 0)
    settle(workbook)
    if command.write(workbook):
        workbook.save()
    rows = command.entries(workbook, about, since.date() if since else None)
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in rows], indent=1))
    else:
        typer.echo(command.text(rows, 0 if every else command.SHOWN))

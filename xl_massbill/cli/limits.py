"""Commands about what ends: approvals, orders and policies, and the deadlines of claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, open_workbook, settle


@app.command()
def auths(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    as_of: AsOf = None,
    patient: Annotated[str, typer.Option("--patient", help="Show only this patient's.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Show all rows, not only the pressing ones.")] = False,
    appointments: Annotated[
        Path | None,
        typer.Option(
            "--what-if", help="A CSV of appointments: which is the first not covered? Writes nothing."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what approvals, orders, plans and policies still allow, and refresh sheet AuthLedger."""
    from xl_massbill.commands import auths as command  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    if appointments is not None:
        from xl_massbill.commands.what_if import what_if  # noqa: PLC0415

        judged = what_if(workbook, appointments, day)
        typer.echo(json.dumps(judged.as_json(), indent=1) if as_json else judged.text())
        return
    settle(workbook)
    found = command.auths(workbook, day, patient)
    command.write(workbook, found)
    workbook.save()
    typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text(every=every or bool(patient)))


@app.command()
def clocks(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    as_of: AsOf = None,
    payer: Annotated[str, typer.Option("--payer", help="Only this payer's, by its number.")] = "",
    within: Annotated[
        int | None, typer.Option("--within", min=0, help="Only what ends within so many days, or has passed.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show all, not only the first of each kind.")] = False,
    as_json: Json = False,
) -> None:
    """Show by when to file, correct, appeal, reply and bill the second payer; nothing is written."""
    from xl_massbill.commands.clocks import report  # noqa: PLC0415

    found = report(open_workbook(path), day_of(as_of), payer, within)
    typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text(every=every))

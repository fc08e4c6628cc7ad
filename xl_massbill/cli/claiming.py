"""Commands about claims and money: write them, see what is owed."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import LARGE, SHOWN, AsOf, Book, Json, app, day_of, now, open_workbook, settle, user


class Form(StrEnum):
    """The forms a claim can take so far."""

    X837P = "837p"


class Anchor(StrEnum):
    """The days from which age can be counted."""

    DOS = "DOS"
    FIRST_SUBMISSION = "FIRST_SUBMISSION"


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
    workbook, day = open_workbook(path, LARGE), day_of(as_of)
    from xl_massbill.commands import export as command  # noqa: PLC0415

    if dry_run:
        planned = command.plan(workbook, day)
        for visit, reason in list(planned.selection.reasons.items())[:SHOWN]:
            typer.echo(f"visit {visit} stays: {reason}")
        typer.echo(planned.sentence())
        return
    exported = command.export(workbook, day, now(), out=out, user=user())
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

    workbook, day = open_workbook(path), day_of(as_of)
    settle(workbook)
    report = command.age(workbook, day, anchor)
    command.write(workbook, report)
    workbook.save()
    typer.echo(json.dumps(report.as_json(), indent=1) if as_json else report.text())

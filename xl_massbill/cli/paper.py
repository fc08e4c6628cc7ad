"""Commands about paper: look at claims before they are printed, set the margins of the printer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import LARGE, AsOf, Book, app, day_of, open_workbook, user

Out = Annotated[Path | None, typer.Option("--out", help="The folder (default: beside the workbook).")]


@app.command()
def preview(path: Book, as_of: AsOf = None, out: Out = None) -> None:
    """Show the CMS-1500 forms that an export would print, as a PDF for the screen; nothing is booked."""
    workbook, day = open_workbook(path, LARGE), day_of(as_of)
    from xl_massbill.commands.paper import preview as make  # noqa: PLC0415

    planned, file = make(workbook, day, out)
    typer.echo(planned.sentence())
    if file is not None:
        typer.echo(str(file))


@app.command()
def superbill(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    patient: Annotated[str, typer.Option("--patient", help="The patient, as on sheet Patients.")],
    since: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")
    ] = None,
    until: Annotated[dt.datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
    as_of: AsOf = None,
    out: Out = None,
) -> None:
    """Make a superbill of the visits that a patient pays, to hand in at a plan or an HSA."""
    from xl_massbill.commands.superbill import superbill as make  # noqa: PLC0415

    span = (since.date() if since else None, until.date() if until else None)
    typer.echo(str(make(open_workbook(path), patient, day_of(as_of), span, out)))


@app.command()
def calibrate(path: Book, out: Out = None) -> None:
    """Make a page to print on a red CMS-1500 form, which tells how to set the two margins in Settings."""
    from xl_massbill.commands.paper import calibrate as make  # noqa: PLC0415

    typer.echo(str(make(open_workbook(path), out)))


@app.command()
def statements(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    patient: Annotated[str, typer.Option("--patient", help="Only this patient.")] = "",
    least: Annotated[str, typer.Option("--least", help="Leave out what is below so many dollars.")] = "0.01",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say for whom and how much; write nothing.")
    ] = False,
    sent: Annotated[bool, typer.Option("--sent", help="They were sent: note it on sheet FollowUp.")] = False,
    by: Annotated[
        str | None, typer.Option("--by", help="Who sent them (default: who is at the computer).")
    ] = None,
    as_of: AsOf = None,
    out: Out = None,
) -> None:
    """Make statements of what patients owe: one PDF each, and one to print them all."""
    from xl_massbill.commands import statements as command  # noqa: PLC0415
    from xl_massbill.commands.contact import cents  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    run = command.statements(workbook, day, cents(least), patient)
    if sent:
        sentence = command.mark_sent(workbook, run, by or user(), day)
        workbook.save()
        typer.echo(sentence)
        return
    typer.echo(run.text())
    if not dry_run and run.statements:
        typer.echo(str(command.write(workbook, run, out).files[0]))

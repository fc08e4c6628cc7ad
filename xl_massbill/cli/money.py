"""Commands about money: what is typed by hand is posted, decisions are carried out, postings taken back."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from xl_massbill.cli.app import FOUND_ERRORS, AsOf, Book, Json, app, day_of, now, open_workbook, user

By = Annotated[str | None, typer.Option("--by", help="Who orders it (default: who is at the computer).")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be posted, and change nothing.")]


@app.command("post-eob")
def post_eob(path: Book, dry_run: DryRun = False, as_of: AsOf = None, by: By = None) -> None:
    """Post what is typed on sheets EOBEntry and PatientPayments; a cheque that does not add up stays."""
    from xl_massbill.commands.post_eob import post_eob as run  # noqa: PLC0415

    done = run(open_workbook(path), day_of(as_of), now(), by or user(), dry_run=dry_run)
    for sentence in done.settled:
        typer.echo(sentence, err=True)
    typer.echo(done.text())
    if done.has_held:
        raise SystemExit(FOUND_ERRORS)


@app.command()
def place(path: Book, as_of: AsOf = None, by: By = None) -> None:
    """Post the answers whose claim was named on sheet Unplaced."""
    from xl_massbill.commands.place import place as run  # noqa: PLC0415

    for sentence in run(open_workbook(path), day_of(as_of), now(), by or user()):
        typer.echo(sentence)


@app.command("undo-posting")
def undo_posting(
    path: Book,
    remittance: Annotated[
        str, typer.Argument(help="The remittance, such as RM000031.", metavar="REMITTANCE")
    ],
    by: By = None,
    why: Annotated[str, typer.Option("--why", help="The reason, without names of patients.")] = "",
) -> None:
    """Take a posting back: all figures are as they were before it."""
    from xl_massbill.commands.undo_posting import undo_posting as run  # noqa: PLC0415

    done = run(open_workbook(path), remittance, now(), by or user(), why)
    for sentence in done.settled:
        typer.echo(sentence, err=True)
    typer.echo(done.sentence)


@app.command()
def deposits(path: Book, as_json: Json = False) -> None:
    """Show which payments are not in the bank as the payers say, and whether all sums tie."""
    from xl_massbill.commands.deposits import deposits as run  # noqa: PLC0415

    found = run(open_workbook(path))
    typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text())
    if not found.ties:
        raise SystemExit(FOUND_ERRORS)


@app.command()
def underpaid(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """Show which payers allow less than sheet Fees expects, for which codes, and since when."""
    from xl_massbill.commands import underpaid as command  # noqa: PLC0415

    found = command.underpaid(open_workbook(path), day_of(as_of))
    typer.echo(json.dumps(command.as_json(found), indent=1) if as_json else command.text(found))

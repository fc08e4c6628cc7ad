"""The command about answers: post what clearinghouses and payers send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import (
    FOUND_ERRORS,
    LEDGER,
    AsOf,
    Book,
    Json,
    all_is_kept,
    app,
    day_of,
    now,
    open_workbook,
    settle_with_time,
    user,
)


@app.command()
def post(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    files: Annotated[list[Path], typer.Argument(help="Answers: files, folders or zips.", metavar="FILE...")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it would change, write nothing.")
    ] = False,
    as_of: AsOf = None,
    by: Annotated[str, typer.Option("--by", help="Who posts it (default: who is at the computer).")] = "",
    as_json: Json = False,
) -> None:
    """Post answers (TA1, 999, 277CA, 277, 271, 835): claims move, benefits are proposed, money is booked."""
    workbook = open_workbook(path, LEDGER)
    from xl_massbill.commands.handed_in import Tray, handed_in  # noqa: PLC0415
    from xl_massbill.commands.post import Wish  # noqa: PLC0415
    from xl_massbill.commands.post import post as run  # noqa: PLC0415

    tray = Tray()
    wish = Wish(day_of(as_of), by or user(), user(), dry_run)
    with all_is_kept():
        posted = run(workbook, handed_in(files, tray), wish, now())
    posted.left = tray.left
    for sentence in posted.settled:
        typer.echo(sentence, err=True)
    typer.echo(json.dumps(posted.as_json(), indent=1) if as_json else posted.text())
    if posted.is_bad:
        raise SystemExit(FOUND_ERRORS)


@app.command(name="post-held")
def post_held(
    path: Book,
    remit: Annotated[str, typer.Argument(help="The remittance, such as RM000031.", metavar="REMITTANCE")],
    by: Annotated[str, typer.Option("--by", help="Who has the payer's word.")],
    why: Annotated[str, typer.Option("--why", help="What the payer said, without names of patients.")],
    as_of: AsOf = None,
) -> None:
    """Post a payment that differs from the sum of its claims; the difference stands on sheet PLB."""
    from xl_massbill.commands.post_held import post_held as run  # noqa: PLC0415

    posted = run(open_workbook(path), remit, day_of(as_of), now(), by, why, user())
    for sentence in posted.settled:
        typer.echo(sentence, err=True)
    typer.echo(posted.applied.text())
    typer.echo(posted.sentence)


@app.command()
def unanswered(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """List claims that were rejected and not mended, and claims of which nothing was heard for too long."""
    workbook, day = open_workbook(path), day_of(as_of)
    settle_with_time(workbook, day)
    from xl_massbill.commands.unanswered import unanswered as run  # noqa: PLC0415

    report = run(workbook, day)
    typer.echo(json.dumps(report.as_json(), indent=1) if as_json else report.text())

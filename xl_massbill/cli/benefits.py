"""Commands about benefits: ask payers before the visits, confirm what they answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, now, open_workbook, user


@app.command("ask-benefits")
def ask_benefits(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    days: Annotated[int, typer.Option("--days", help="How many days ahead booked visits count.")] = 7,
    as_of: AsOf = None,
    payer: Annotated[str, typer.Option("--payer", help="Ask this payer only.")] = "",
    patient: Annotated[
        str, typer.Option("--patient", help="Ask about this patient, booked or not, checked or not.")
    ] = "",
    with_all: Annotated[
        bool, typer.Option("--all", help="Ask also about plans that were checked or asked about lately.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Another folder for the file (default: beside the workbook).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show who would be asked about, write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the questions to payers (270) about the plans of the booked visits; upload them yourself."""
    from xl_massbill.commands.ask_benefits import ask_benefits as run  # noqa: PLC0415
    from xl_massbill.commands.asking import Wish  # noqa: PLC0415

    wish = Wish(day_of(as_of), days, payer, patient, with_all)
    asked = run(open_workbook(path), wish, now(), user=user(), out=out, dry_run=dry_run)
    for sentence in asked.settled:
        typer.echo(sentence, err=True)
    typer.echo(json.dumps(asked.as_json(), indent=1) if as_json else asked.text())


@app.command("take-benefits")
def take_benefits(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    by: Annotated[str, typer.Option("--by", help="Who has read the answers and confirms them.")],
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="A row (BN000001), or all open rows of a coverage.")
    ] = None,
    reject: Annotated[list[str] | None, typer.Option("--reject", help="The same, to be rejected.")] = None,
    as_of: AsOf = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written.")] = False,
) -> None:
    """Write what was accepted on sheet Benefits into sheet Coverage, at the order of the person named."""
    from xl_massbill.commands.take_benefits import Order  # noqa: PLC0415
    from xl_massbill.commands.take_benefits import take_benefits as run  # noqa: PLC0415

    order = Order(by, day_of(as_of), tuple(accept or ()), tuple(reject or ()), dry_run)
    taken = run(open_workbook(path), order, now(), user())
    for sentence in taken.settled:
        typer.echo(sentence, err=True)
    typer.echo(taken.text())

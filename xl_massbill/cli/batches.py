"""Commands about batches and where money leaks: list, mark as sent, take back, find the file."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, now, open_workbook, settle, user

if TYPE_CHECKING:
    from xl_massbill.commands.orders import Ordered

Batch = Annotated[str, typer.Argument(help="The batch, such as B000101.", metavar="BATCH")]
By = Annotated[str | None, typer.Option("--by", help="Who orders it (default: who is at the computer).")]


@app.command()
def batches(path: Book, as_json: Json = False) -> None:
    """List the files of claims: where each stands, and what it holds by sheet Claims."""
    workbook = open_workbook(path)
    settle(workbook)
    from xl_massbill.commands import batches as command  # noqa: PLC0415

    found = command.batches(workbook)
    typer.echo(json.dumps([one.as_json() for one in found], indent=1) if as_json else command.text(found))


@app.command()
def sent(
    path: Book,
    batch: Batch,
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The day it was sent (default: today)."),
    ] = None,
    by: By = None,
) -> None:
    """Mark a batch as uploaded or mailed."""
    from xl_massbill.commands.batch_orders import Order  # noqa: PLC0415
    from xl_massbill.commands.batch_orders import sent as run  # noqa: PLC0415

    order = Order(batch, day_of(on), by or user())
    _tell(run(open_workbook(path), order, now(), user()))


@app.command()
def unbatch(
    path: Book,
    batch: Batch,
    by: By = None,
    why: Annotated[str, typer.Option("--why", help="The reason, without names of patients.")] = "",
) -> None:
    """Take a batch back that was not sent: its visits are free, its file is withdrawn."""
    from xl_massbill.commands.batch_orders import Order  # noqa: PLC0415
    from xl_massbill.commands.batch_orders import unbatch as run  # noqa: PLC0415

    order = Order(batch, day_of(None), by or user(), why)
    _tell(run(open_workbook(path), order, now(), user()))


@app.command()
def reprint(path: Book, batch: Batch) -> None:
    """Say where the file of a batch lies; put it back, byte for byte, if it was lost or damaged."""
    workbook = open_workbook(path)
    settle(workbook)
    from xl_massbill.commands.batches import reprint as run  # noqa: PLC0415

    file, sentence = run(workbook, batch)
    typer.echo(sentence)
    typer.echo(str(file))


@app.command()
def leaks(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """Show where every open visit stands: not billed, not sent, no answer, no payment, not posted."""
    workbook, day = open_workbook(path), day_of(as_of)
    settle(workbook)
    from xl_massbill.commands.leaks import leaks as run  # noqa: PLC0415

    report = run(workbook, day)
    typer.echo(json.dumps(report.as_json(), indent=1) if as_json else report.text())


def _tell(ordered: Ordered) -> None:
    for sentence in ordered.settled:
        typer.echo(sentence, err=True)
    typer.echo(ordered.sentence)

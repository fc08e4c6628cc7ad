"""Commands about facts of the world: load official lists, confirm rows."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import Book, app, day_of, now, open_workbook, settle, user


class Listed(StrEnum):
    """The lists that can be loaded."""

    ICD = "icd"
    NCCI = "ncci"
    MUE = "mue"
    HCPCS = "hcpcs"
    POS = "pos"
    CARC = "carc"
    RARC = "rarc"


class Confirmable(StrEnum):
    """The tables whose rows a person confirms."""

    PAYER_RULES = "payer_rules"
    STATE_LAW = "state_law"
    RULES = "rules"
    NCCI_PTP = "ncci_ptp"
    MUE = "mue"
    CARC = "carc"
    RARC = "rarc"


By = Annotated[str | None, typer.Option("--by", help="Who orders it (default: who is at the computer).")]


@app.command("import")
def import_(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    what: Annotated[Listed, typer.Argument(help="Which list.")],
    files: Annotated[
        list[Path], typer.Argument(help="The file as published, or its parts.", metavar="FILE...")
    ],
    path: Book,
    version: Annotated[
        str, typer.Option("--version", help="Its release, if no name tells it: 2026Q4, FY2027, 2026-10-01.")
    ] = "",
    older: Annotated[bool, typer.Option("--older", help="Load it though newer stands there.")] = False,
    by: By = None,
) -> None:
    """Load an official list: ICD-10-CM, NCCI, MUE, HCPCS, places of service, reason and remark codes."""
    from xl_massbill.commands import import_reference as command  # noqa: PLC0415

    given = command.read_files(files)
    workbook = open_workbook(path)
    settle(workbook)
    order = command.Load(
        command.What(what.value), given, version=version, older=older, by=by or user(), today=day_of(None)
    )
    found = command.load(workbook, order)
    workbook.save()
    command.note(workbook, order, found, now(), user())
    typer.echo(command.sentence(found))


@app.command()
def confirm(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    table: Annotated[Confirmable, typer.Argument(help="The table.")],
    key: Annotated[str, typer.Argument(help="The row's key, such as REG01-gp_required.", metavar="KEY")] = "",
    by: By = None,
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The day it was checked (default: today)."),
    ] = None,
    all_of: Annotated[str, typer.Option("--all-of", help="All rows of this payer.", metavar="PAYER")] = "",
) -> None:
    """Write into a row who has checked it, and when."""
    from xl_massbill.commands import confirm as command  # noqa: PLC0415

    workbook = open_workbook(path)
    settle(workbook)
    found = command.confirm(
        workbook, table.value, key, payer=all_of, by=by or user(), on=day_of(on), today=day_of(None)
    )
    workbook.save()
    command.note(workbook, found, now(), user())
    typer.echo(found.text())

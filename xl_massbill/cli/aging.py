"""The command about what is owed: the aging of a day, the rows behind it, and why two days differ."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, now, open_workbook, settle, user

if TYPE_CHECKING:
    from xl_massbill.aging.bounds import Buckets
    from xl_massbill.hosts.file import FileWorkbook

_ISO = ["%Y-%m-%d"]


class Anchor(StrEnum):
    """The days from which age can be counted."""

    DOS = "DOS"
    FIRST_SUBMISSION = "FIRST_SUBMISSION"
    LAST_ACTIVITY = "LAST_ACTIVITY"


class By(StrEnum):
    """By what the report is shown."""

    PAYER = "payer"
    PATIENT = "patient"
    THERAPIST = "therapist"
    KIND = "kind"


class Basis(StrEnum):
    """What the aging of a past day rests on."""

    THEN = "then"
    NOW = "now"


@app.command()
def age(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    as_of: AsOf = None,
    anchor: Annotated[
        Anchor | None, typer.Option("--anchor", help="Count from this day (default: as sheet Practice says).")
    ] = None,
    buckets: Annotated[
        str, typer.Option("--buckets", help="Last day of the first four buckets, such as 30,60,90,120.")
    ] = "",
    by: Annotated[By, typer.Option("--by", help="By what it is shown.")] = By.PAYER,
    figure: Annotated[
        str, typer.Option("--open", help="List the rows behind a figure: EHP01/91-120, EHP01, /unbilled.")
    ] = "",
    over: Annotated[
        int | None, typer.Option("--over", min=0, help="List what is owed for more than so many days.")
    ] = None,
    known: Annotated[
        Basis, typer.Option("--known", help="Of a past day: what was known then, or what is known now.")
    ] = Basis.THEN,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it in the journal, to compare with.")] = False,
    compare: Annotated[
        tuple[dt.datetime, dt.datetime] | None,
        typer.Option("--compare", formats=_ISO, help="Two days: what grew between them, and why."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what is owed and how old it is, and refresh the Aging sheets."""
    from xl_massbill.aging.bounds import Buckets  # noqa: PLC0415
    from xl_massbill.commands import age as command  # noqa: PLC0415
    from xl_massbill.commands import aging_lists  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    settle(workbook)
    own = Buckets.parse(buckets) if buckets else None
    if compare is not None:
        _compare(workbook, (compare[0].date(), compare[1].date()), anchor, own, figure, as_json=as_json)
        return
    then = known is Basis.THEN
    found = command.aging_on(workbook, day, now().date() if then else day, anchor, own)
    if figure or over is not None:
        listed = (
            aging_lists.behind(found, command.BY[by], figure)
            if figure
            else aging_lists.over(found, over or 0)
        )
        typer.echo(json.dumps(listed.as_json(), indent=1) if as_json else listed.text())
        return
    command.write(workbook, found)
    workbook.save()
    typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text(command.BY[by]))
    if keep:
        from xl_massbill.commands.aging_snapshots import keep_aging  # noqa: PLC0415

        kept = keep_aging(workbook, found, now(), user())
        typer.echo(f"Kept in the journal: the aging of {kept.title()}.", err=as_json)


def _compare(  # noqa: PLR0913 - the options of the command
    workbook: FileWorkbook,
    days: tuple[dt.date, dt.date],
    anchor: str | None,
    buckets: Buckets | None,
    figure: str,
    *,
    as_json: bool,
) -> None:
    from xl_massbill.commands.age_compare import compare  # noqa: PLC0415

    found = compare(workbook, days, now().date(), anchor, buckets)
    whose, _, bucket = figure.partition("/")
    chosen = (whose, bucket)
    typer.echo(json.dumps(found.as_json(*chosen), indent=1) if as_json else found.text(*chosen))

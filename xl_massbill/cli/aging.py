"""The command about what is owed: the aging of a day, the rows behind it, and why two days differ."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, now, open_workbook, settle, user
from xl_massbill.errors import Refused

if TYPE_CHECKING:
    from xl_massbill.commands.aged import Aged
    from xl_massbill.hosts.file import FileWorkbook


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


FromDay = Annotated[
    Anchor | None, typer.Option("--anchor", help="Count from this day (default: as sheet Practice says).")
]
Figure = Annotated[
    str, typer.Option("--open", help="List the rows behind a figure: EHP01/91-120, /unbilled, />90, EHP01.")
]
Known = Annotated[
    Basis, typer.Option("--known", help="Of a past day: what was known then, or what is known now.")
]
Days = Annotated[
    tuple[dt.datetime, dt.datetime] | None,
    typer.Option("--compare", formats=["%Y-%m-%d"], help="Two days: what grew between them, and why."),
]


@app.command()
def age(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    as_of: AsOf = None,
    anchor: FromDay = None,
    by: Annotated[By, typer.Option("--by", help="By what it is shown.")] = By.PAYER,
    figure: Figure = "",
    known: Known = Basis.THEN,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it in the journal, to compare with.")] = False,
    compare: Days = None,
    as_json: Json = False,
) -> None:
    """Show what is owed and how old it is, and refresh the Aging sheets."""
    from xl_massbill.commands import age as command  # noqa: PLC0415
    from xl_massbill.commands.aging_lists import behind  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    settle(workbook)
    if compare is not None:
        if by is not By.PAYER or as_of or keep:
            raise Refused("--compare is by payer and of its two days: leave --by, --as-of and --keep out.")
        _compare(workbook, (compare[0].date(), compare[1].date()), anchor, figure, as_json=as_json)
        return
    today = now().date() if known is Basis.THEN else day
    found = command.aging_on(workbook, day, today, anchor)
    if figure:
        listed = behind(found, command.BY[by], figure)
        typer.echo(json.dumps(listed.as_json(), indent=1) if as_json else listed.text())
        return
    kept = _keep(workbook, found) if keep else ""
    command.write(workbook, found)
    workbook.save()
    typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text(command.BY[by]))
    if kept:
        typer.echo(kept, err=as_json)


def _keep(workbook: FileWorkbook, found: Aged) -> str:
    from xl_massbill.commands.aging_snapshots import keep_aging  # noqa: PLC0415

    kept = keep_aging(workbook, found, now(), user())
    return f"Kept in the journal: the aging of {kept.title()}."


def _compare(
    workbook: FileWorkbook,
    days: tuple[dt.date, dt.date],
    anchor: Anchor | None,
    figure: str,
    *,
    as_json: bool,
) -> None:
    from xl_massbill.commands.age_compare import compare  # noqa: PLC0415

    found = compare(workbook, days, now().date(), anchor)
    whose, _, bucket = figure.partition("/")
    typer.echo(json.dumps(found.as_json(whose, bucket), indent=1) if as_json else found.text(whose, bucket))

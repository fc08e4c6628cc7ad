"""Commands about what is owed: the work list, and noting what was done about it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, open_workbook, settle, settle_with_time, user
from xl_massbill.cli.batches import By

if TYPE_CHECKING:
    from xl_massbill.commands.contact import Noted

_ISO = ["%Y-%m-%d"]
About = Annotated[
    list[str], typer.Argument(help="Claims, or patients for their own balance.", metavar="CLAIM…")
]
Day = dt.datetime | None


@app.command()
def worklist(
    path: Book,
    as_of: AsOf = None,
    owner: Annotated[str, typer.Option("--owner", help="Only what this one has to do.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Show all rows, not only the most urgent.")] = False,
    as_json: Json = False,
) -> None:
    """Show what to do about each open balance, the most urgent first, and refresh sheet WorkList."""
    from xl_massbill.commands import worklist as command  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    settle_with_time(workbook, day)
    found = command.worklist(workbook, day, owner)
    command.write(workbook, found)
    workbook.save()
    typer.echo(
        json.dumps(found.as_json(), indent=1) if as_json else found.text(0 if every else command.SHOWN)
    )


@app.command()
def log(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    about: About,
    kind: Annotated[str, typer.Option("--kind", help="CALL, PORTAL, NOTE … as on sheet FollowUp.")] = "CALL",
    result: Annotated[str, typer.Option("--result", help="What came of it.")] = "",
    contact: Annotated[str, typer.Option("--with", help="Whom you spoke with.")] = "",
    reference: Annotated[str, typer.Option("--ref", help="Reference number of the call.")] = "",
    until: Annotated[Day, typer.Option("--until", formats=_ISO, help="Put it off until this day.")] = None,
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Note a call, a letter or a look at the portal; `--until` puts the matter off until a day."""
    from xl_massbill.commands.contact import Noted  # noqa: PLC0415

    next_due = until.date() if until else None
    noted = Noted(kind.upper(), by or user(), result, contact, reference, next_due=next_due)
    _note(path, about, noted, as_of)


@app.command()
def promise(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    about: Annotated[str, typer.Argument(help="The claim, or a patient.", metavar="CLAIM")],
    dollars: Annotated[str, typer.Argument(help="How much was promised.", metavar="DOLLARS")],
    on: Annotated[
        dt.datetime, typer.Argument(formats=_ISO, help="The day by which it comes.", metavar="DAY")
    ],
    contact: Annotated[str, typer.Option("--with", help="Who promised it.")] = "",
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Note that money was promised; if it does not come by that day, the claim rises in the work list."""
    from xl_massbill.commands.contact import Noted, cents  # noqa: PLC0415

    day = on.date()
    noted = Noted(
        "PROMISE", by or user(), contact=contact, promised=cents(dollars), promised_on=day, next_due=day
    )
    _note(path, [about], noted, as_of)


@app.command()
def assign(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    about: About,
    to: Annotated[str, typer.Option("--to", help="Whose task it is from now on.")],
    why: Annotated[str, typer.Option("--why", help="What is to be done.")] = "",
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Give claims to somebody: they stand under that name in the work list."""
    from xl_massbill.commands.contact import Noted  # noqa: PLC0415

    _note(path, about, Noted("NOTE", by or user(), next_action=why, owner=to), as_of)


def _note(path: Path, about: list[str], noted: Noted, as_of: dt.datetime | None) -> None:
    from xl_massbill.commands.contact import note  # noqa: PLC0415

    workbook = open_workbook(path)
    sentence = note(workbook, about, noted, day_of(as_of))
    workbook.save()
    typer.echo(sentence)


@app.command()
def kpi(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    first: Annotated[
        Day, typer.Option("--from", formats=_ISO, help="First day (default: twelve months).")
    ] = None,
    last: Annotated[Day, typer.Option("--to", formats=_ISO, help="Last day (default: today).")] = None,
    basis: Annotated[
        str, typer.Option("--basis", help="DOS or POSTING (default: as on sheet Settings).")
    ] = "",
    by: Annotated[
        str, typer.Option("--by", help="Only by payer, therapist or month, with more figures.")
    ] = "",
    measure: Annotated[str, typer.Option("--measure", help="Only this figure, such as denials.")] = "",
    rows: Annotated[bool, typer.Option("--rows", help="Which claims make the figure of --measure.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show the key figures of a period, why lines were denied, and refresh sheet Dashboard."""
    from xl_massbill.commands import kpi as command  # noqa: PLC0415
    from xl_massbill.commands.kpi_asked import Asked  # noqa: PLC0415

    asked = Asked(by.lower(), measure, rows)
    days = (first.date() if first else None, last.date() if last else None)
    workbook, day = open_workbook(path), day_of(as_of)
    settle(workbook)
    found = command.figures(workbook, day, *days, basis.upper())
    command.write(workbook, found)
    workbook.save()
    typer.echo(json.dumps(asked.as_json(found), indent=1) if as_json else asked.text(found))


@app.command()
def plan(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    patient: Annotated[str, typer.Argument(help="The patient, such as P0007.", metavar="PATIENT")],
    each: Annotated[str, typer.Option("--each", help="Dollars of each payment.")],
    first: Annotated[
        dt.datetime, typer.Option("--from", formats=_ISO, help="Day of the first payment; then monthly.")
    ],
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Note that a patient pays what is owed in instalments; if one does not come, the patient rises."""
    from xl_massbill.commands.contact import cents  # noqa: PLC0415
    from xl_massbill.commands.plan import plan as run  # noqa: PLC0415

    workbook = open_workbook(path)
    sentence = run(workbook, patient, cents(each), first.date(), by or user(), day_of(as_of))
    workbook.save()
    typer.echo(sentence)


@app.command(name="credits")
def credits_(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """List what was overpaid and what belongs to no claim: to whom it goes back, and by when."""
    from xl_massbill.commands import credits as command  # noqa: PLC0415

    day = day_of(as_of)
    found = command.credits_of(open_workbook(path), day)
    typer.echo(json.dumps(command.as_json(found), indent=1) if as_json else command.text(found, day))

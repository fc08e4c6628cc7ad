"""Commands about denied lines: list them, compare, decide, write the letter, note what came of it."""

from __future__ import annotations

import datetime as dt
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill.cli.app import (
    AsOf,
    Book,
    Json,
    app,
    day_of,
    now,
    open_workbook,
    settle,
    settle_with_time,
    user,
)

if TYPE_CHECKING:
    from xl_massbill.commands.denial import Looked
    from xl_massbill.commands.orders import Ordered


class Decided(StrEnum):
    """The decisions, as they stand on sheet Denials."""

    CORRECT = "CORRECT"
    NEW = "NEW"
    RECORDS = "RECORDS"
    APPEAL = "APPEAL"
    NEXT_PAYER = "NEXT_PAYER"
    PATIENT = "PATIENT"
    WRITE_OFF = "WRITE_OFF"


class Kind(StrEnum):
    """The letters."""

    APPEAL = "appeal"
    CORRECTED_COVER = "corrected-cover"
    TIMELY_FILING = "timely-filing"


By = Annotated[str, typer.Option("--by", help="Who orders it.")]
On = Annotated[
    dt.datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="On which day (default: today).")
]
Claim = Annotated[str, typer.Argument(help="The claim, such as CR26-000109.", metavar="CLAIM")]
Denial = Annotated[str, typer.Argument(help="The denial, such as DN0001.", metavar="DENIAL")]


@app.command()
def denials(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """List denied lines, the most urgent first, with the next step; then by reason, what prevents them."""
    from xl_massbill.commands import denial_list, denials  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    settle_with_time(workbook, day)
    found, lessons = denial_list.denial_list(workbook, day), denials.lessons(workbook)
    if as_json:
        told = {
            "as_of": day.isoformat(),
            "denials": [one.as_json() for one in found],
            "by_reason": [one.as_json() for one in lessons],
        }
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    typer.echo(denial_list.text(found, day))
    if lessons:
        typer.echo("\nAll denied lines by reason, with what would have stopped them:")
        typer.echo(denials.text(workbook, lessons))


@app.command()
def denial(path: Book, number: Denial, as_of: AsOf = None, as_json: Json = False) -> None:
    """Compare a denied line: as sent, visit, note, order, coverage; what does not fit is marked."""
    from xl_massbill.commands.denial import denial as run  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    settle(workbook)
    found = run(workbook, number, day)
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False))
        return
    typer.echo(found.listed.text())
    _show(found)
    for sentence in found.notes():
        typer.echo(sentence)


def _show(found: Looked) -> None:
    """Draw the comparison as a table as wide as the terminal."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from xl_massbill.claims.denials.comparison import Side  # noqa: PLC0415
    from xl_massbill.commands.denial import shown  # noqa: PLC0415

    table = Table("", *(side.value for side in Side), show_lines=True, highlight=False)
    for row in found.comparison.rows:
        table.add_row(row.what, *(shown(row, side) for side in Side))
    Console(width=None if sys.stdout.isatty() else 140, markup=False).print(table)


@app.command()
def decide(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    number: Denial,
    decision: Annotated[Decided, typer.Option("--decision", help="What the office does about it.")],
    by: By,
    why: Annotated[str, typer.Option("--why", help="The reason, without names of patients.")] = "",
    approved_by: Annotated[str, typer.Option("--approved-by", help="Who approves a write-off.")] = "",
    on: On = None,
) -> None:
    """Note what the office decides about a denied line, and do what follows from it."""
    from xl_massbill.claims.denials.rows import Decision  # noqa: PLC0415
    from xl_massbill.commands.decide import decide as run  # noqa: PLC0415
    from xl_massbill.commands.orders import Order  # noqa: PLC0415

    order = Order(by, day_of(on), why)
    _tell(run(open_workbook(path), number, Decision[decision.name], order, now(), user(), approved_by))


@app.command()
def undecide(
    path: Book,
    number: Denial,
    by: By,
    why: Annotated[str, typer.Option("--why", help="The reason, without names of patients.")],
    on: On = None,
) -> None:
    """Take a decision about a denied line back: its money, the claim and the sheet are as before."""
    from xl_massbill.commands.orders import Order  # noqa: PLC0415
    from xl_massbill.commands.undecide import undecide as run  # noqa: PLC0415

    _tell(run(open_workbook(path), number, Order(by, day_of(on), why), now(), user()))


def _tell(ordered: Ordered) -> None:
    for sentence in ordered.settled:
        typer.echo(sentence, err=True)
    typer.echo(ordered.sentence)


@app.command()
def appeal(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    number: Denial,
    kind: Annotated[Kind, typer.Option("--kind", help="Which letter.")] = Kind.APPEAL,
    how: Annotated[str, typer.Option("--how", help="How it will be sent, as the letter says it.")] = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write a letter about a denied line as a Word file, from the office's template; nothing is booked."""
    from xl_massbill.commands.denial_letter import letter  # noqa: PLC0415

    workbook = open_workbook(path)
    settle(workbook)
    made = letter(workbook, number, kind.value, day_of(as_of), now(), how=how, user=user())
    typer.echo(json.dumps(made.as_json(), indent=1, ensure_ascii=False) if as_json else made.text())


@app.command(name="appeal-sent")
def appeal_sent(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    number: Denial,
    by: By,
    how: Annotated[str, typer.Option("--how", help="Fax, certified mail, portal …")],
    on: On = None,
    tracking: Annotated[str, typer.Option("--tracking", help="Number of the parcel or of the fax.")] = "",
) -> None:
    """Note that an appeal was sent: its claim is APPEALED, and FollowUp asks what became of it."""
    from xl_massbill.commands.appeals import appeal_sent as run  # noqa: PLC0415
    from xl_massbill.commands.orders import Order  # noqa: PLC0415

    order = Order(by, day_of(on))
    _tell(run(open_workbook(path), number, order, now(), how, tracking, user()))


@app.command(name="appeal-answered")
def appeal_answered(
    path: Book,
    number: Denial,
    by: By,
    won: Annotated[bool, typer.Option("--won/--lost", help="How it ended.")],
    on: On = None,
) -> None:
    """Note how an appeal ended: won, its money comes with a remittance; lost, the claim is DENIED again."""
    from xl_massbill.commands.appeals import appeal_answered as run  # noqa: PLC0415
    from xl_massbill.commands.orders import Order  # noqa: PLC0415

    _tell(run(open_workbook(path), number, Order(by, day_of(on)), now(), won=won, user=user()))


@app.command(name="records-asked")
def records_asked(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    number: Claim,
    by: By,
    what: Annotated[str, typer.Option("--what", help="What the payer asks for, without names of patients.")],
    on: On = None,
    until: Annotated[
        dt.datetime | None,
        typer.Option(
            "--until", formats=["%Y-%m-%d"], help="The last day to reply (default: by the payer's rule)."
        ),
    ] = None,
) -> None:
    """Note a letter that asks for records: its claim is INFO_REQUESTED, and the deadline to reply runs."""
    from xl_massbill.commands.orders import Order  # noqa: PLC0415
    from xl_massbill.commands.records import records_asked as run  # noqa: PLC0415

    last = until.date() if until else None
    _tell(run(open_workbook(path), number, Order(by, day_of(on)), now(), what, last, user()))


@app.command(name="records-sent")
def records_sent(  # noqa: PLR0913, PLR0917 - what one may wish, each by name
    path: Book,
    number: Claim,
    by: By,
    what: Annotated[str, typer.Option("--what", help="Which records, without names of patients.")],
    how: Annotated[str, typer.Option("--how", help="Fax, certified mail, portal …")],
    on: On = None,
    tracking: Annotated[str, typer.Option("--tracking", help="Number of the parcel or of the fax.")] = "",
) -> None:
    """Note that records went to a payer that asked for them: its claim is IN_PROCESS, FollowUp asks again."""
    from xl_massbill.commands.orders import Order  # noqa: PLC0415
    from xl_massbill.commands.records import records_sent as run  # noqa: PLC0415

    order = Order(by, day_of(on))
    _tell(run(open_workbook(path), number, order, now(), what, how, tracking, user()))


@app.command()
def letters(path: Book) -> None:
    """Put the templates of the letters beside the workbook, to be edited in Word; those there stay."""
    from xl_massbill.commands.letter_templates import folder_of, lay_out  # noqa: PLC0415

    workbook = open_workbook(path)
    laid = lay_out(workbook)
    typer.echo(f"{len(laid)} templates laid into {folder_of(workbook)}; those that lay there stay.")

"""Commands that write claims to files."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill.cli.app import LARGE, SHOWN, AsOf, Book, app, day_of, now, open_workbook, user

if TYPE_CHECKING:
    from xl_massbill.book.workbook import Workbook
    from xl_massbill.commands.asked import Follow
    from xl_massbill.commands.export import Exported


class Form(StrEnum):
    """The forms in which claims leave."""

    X837P = "837p"
    CSV = "csv"
    CMS1500 = "cms1500"
    INVOICE = "invoice"
    STATE_FORM = "state-form"


@app.command()
def export(  # noqa: PLR0913, PLR0917 - the options of the command
    path: Book,
    form: Annotated[
        Form,
        typer.Option(
            "--form",
            help="The form: 837p and csv for payers with Send by 837P, the others each for its own.",
        ),
    ] = Form.X837P,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder for the files (default: beside the workbook).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; write nothing.")] = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="List beside an 837P file which row each segment comes from.")
    ] = False,
) -> None:
    """Write the claims that are ready into files and book them."""
    workbook, day = open_workbook(path, LARGE), day_of(as_of)
    if dry_run:
        _tell_plan(workbook, day, form.value)
        return
    from xl_massbill.commands import export as command  # noqa: PLC0415

    exported = command.export(workbook, day, now(), form=form.value, out=out, user=user())
    _tell(exported)
    if trace and form is Form.X837P:
        from xl_massbill.commands.trace import write_trace  # noqa: PLC0415

        for file, claims in zip(exported.files, exported.claims, strict=True):
            typer.echo(str(write_trace(file, claims)))


def _tell_plan(workbook: Workbook, day: dt.date, form: str, follow: Follow = ()) -> None:
    from xl_massbill.commands.planning import plan  # noqa: PLC0415

    planned = plan(workbook, day, form, follow)
    for visit, reason in list(planned.selection.reasons.items())[:SHOWN]:
        typer.echo(f"visit {visit} stays: {reason}")
    typer.echo(planned.sentence())


def _tell(exported: Exported) -> None:
    for sentence in exported.settled:
        typer.echo(sentence, err=True)
    typer.echo(exported.sentence())
    for file in exported.files:
        typer.echo(str(file))


ClaimIds = Annotated[
    list[str], typer.Argument(help="Numbers of claims, as on sheet Claims.", show_default=False)
]
OutFolder = Annotated[
    Path | None, typer.Option("--out", help="The folder for the files (default: beside the workbook).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would go; write nothing.")]


@app.command()
def correct(
    path: Book, claims: ClaimIds, as_of: AsOf = None, out: OutFolder = None, dry_run: DryRun = False
) -> None:
    """Send claims again as their rows say now, in the place of what the payer has judged (frequency 7)."""
    _follow("CORRECTED", path, claims, as_of, out, dry_run=dry_run)


@app.command()
def void(
    path: Book, claims: ClaimIds, as_of: AsOf = None, out: OutFolder = None, dry_run: DryRun = False
) -> None:
    """Take claims back that the payer has judged (frequency 8); all money for them will be asked back.

    Their visits stay with them and are not billed again. To bill another plan, set Status of the line to
    CANCELLED and type the visit anew, with its note, once the void was sent.
    """
    _follow("VOID", path, claims, as_of, out, dry_run=dry_run)


@app.command(name="new-claim")
def new_claim(
    path: Book, claims: ClaimIds, as_of: AsOf = None, out: OutFolder = None, dry_run: DryRun = False
) -> None:
    """Send denied claims as new ones (frequency 1, a new number), where payer or Denials ask for that."""
    _follow("ANEW", path, claims, as_of, out, dry_run=dry_run)


@app.command(name="next-payer")
def next_payer(
    path: Book, claims: ClaimIds, as_of: AsOf = None, out: OutFolder = None, dry_run: DryRun = False
) -> None:
    """Send claims on to the patient's next plan, with what the payer before it has said."""
    _follow("NEXT_PAYER", path, claims, as_of, out, dry_run=dry_run)


@app.command()
def resend(
    path: Book,
    claims: Annotated[
        list[str],
        typer.Argument(help="Claims that were rejected, or batches with such claims.", show_default=False),
    ],
    as_of: AsOf = None,
    out: OutFolder = None,
    dry_run: DryRun = False,
) -> None:
    """Send claims again that were rejected before a payer judged them, as their mended rows say now."""
    _follow("RESENT", path, claims, as_of, out, dry_run=dry_run)


def _follow(  # noqa: PLR0913 - the arguments of the commands
    how: str, path: Path, claims: list[str], as_of: dt.datetime | None, out: Path | None, *, dry_run: bool
) -> None:
    workbook, day = open_workbook(path, LARGE), day_of(as_of)
    from xl_massbill.claims.following import Kind  # noqa: PLC0415

    follow = [(Kind[how], claim) for claim in dict.fromkeys(claims)]
    if dry_run:
        _tell_plan(workbook, day, Form.X837P.value, follow)
        return
    from xl_massbill.commands import export as command  # noqa: PLC0415

    _tell(command.export(workbook, day, now(), follow=follow, out=out, user=user()))

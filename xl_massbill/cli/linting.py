"""The command that looks into a file of claims, whoever made it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import FINE, FOUND_ERRORS, AsOf, Json, app


@app.command()
def lint(
    path: Annotated[Path, typer.Argument(help="A file of claims (837P), ours or another's.", metavar="FILE")],
    as_of: AsOf = None,
    as_json: Json = False,
    error: Annotated[
        list[str] | None,
        typer.Option(
            "--error", help="Take this warning for an error, such as L-CLM-ID-TWICE; may be repeated."
        ),
    ] = None,
) -> None:
    """Check a file of claims (837P) before it is sent, and say what a payer would refuse."""
    from xl_massbill.commands import lint as command  # noqa: PLC0415

    found = command.lint(path, as_of.date() if as_of else None, error or ())
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False))
    else:
        for one in found.findings():
            typer.echo(command.line(one))
        typer.echo(found.sentence())
    raise typer.Exit(FINE if found.is_fine else FOUND_ERRORS)

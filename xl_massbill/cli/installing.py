"""Commands that bring the add-in into Excel, take it out, and say what Excel lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import FINE, FOUND_ERRORS, Json, app

_SIGNS = {"fine": "ok   ", "look": "look ", "wrong": "WRONG"}


@app.command()
def install() -> None:
    """Put the tab MassBill and the worksheet functions into Excel. Close Excel first."""
    from xl_massbill.addin.computer import this_computer  # noqa: PLC0415
    from xl_massbill.addin.install import install as put  # noqa: PLC0415

    for sentence in put(this_computer()):
        typer.echo(sentence)


@app.command()
def uninstall() -> None:
    """Take back exactly what `install` did; workbooks stay as they are. Close Excel first."""
    from xl_massbill.addin.computer import this_computer  # noqa: PLC0415
    from xl_massbill.addin.install import uninstall as take_back  # noqa: PLC0415

    for sentence in take_back(this_computer()):
        typer.echo(sentence)


@app.command()
def doctor(
    path: Annotated[
        Path | None, typer.Argument(help="A workbook to look at, too.", metavar="[PATH]", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Look over Excel, Python and the add-in, and say how to mend what is amiss; changes nothing."""
    from xl_massbill.addin.computer import this_computer  # noqa: PLC0415
    from xl_massbill.addin.doctor import State, examine  # noqa: PLC0415

    found = examine(this_computer(), path)
    if as_json:
        rows = [
            {"what": one.what, "state": one.state.value, "sentence": one.sentence, "fix": one.fix}
            for one in found
        ]
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for one in found:
            typer.echo(f"{_SIGNS[one.state]} {one.sentence}")
            if one.fix:
                typer.echo(f"      {one.fix}")
    raise typer.Exit(FOUND_ERRORS if any(one.state is State.WRONG for one in found) else FINE)

"""Commands that make things: workbooks, CSV files, generated files, the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_massbill.cli.app import Book, app, fail, filling, open_workbook


@app.command()
def new(
    path: Book,
    source: Annotated[
        Path | None, typer.Option("--from", help="Fill it from one CSV file a table in this folder.")
    ] = None,
) -> None:
    """Make a new workbook."""
    from xl_massbill.commands.new import new as make  # noqa: PLC0415

    typer.echo(make(path, source, filling))


@app.command()
def tables(
    path: Book, to: Annotated[Path, typer.Option("--to", help="The folder for the CSV files.")]
) -> None:
    """Write every table as a CSV file."""
    from xl_massbill.commands.tables import tables as write  # noqa: PLC0415

    typer.echo(write(open_workbook(path), to))


@app.command()
def build(
    only_check: Annotated[
        bool, typer.Option("--check", help="Build nothing; fail if anything generated lags.")
    ] = False,
) -> None:
    """Make the files that are generated from the tables."""
    from xl_massbill.commands.build import build as make  # noqa: PLC0415
    from xl_massbill.commands.build import left_alone  # noqa: PLC0415

    for sentence in left_alone():
        typer.echo(sentence, err=True)
    lagging = make(only_check=only_check)
    if lagging:
        fail(f"Out of date: {', '.join(lagging)}. Run `xl-massbill build`.")
    typer.echo("Everything generated is up to date." if only_check else "Built.")


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put it.", metavar="DIR")] = Path("demo"),
) -> None:
    """Make an invented practice, check it, write its claims, age what is owed."""
    from xl_massbill.commands.demo import demo as run  # noqa: PLC0415

    run(folder, filling, open_workbook, typer.echo)

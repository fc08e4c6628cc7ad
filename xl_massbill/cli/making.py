"""Commands that make things: workbooks, CSV files, generated files, the demo."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl_massbill.cli.app import Book, app, fail, filling, open_workbook

if TYPE_CHECKING:
    from xl_massbill.book.table import Table
    from xl_massbill.hosts.file import FileWorkbook


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
    from xl_massbill.commands import build as plain  # noqa: PLC0415
    from xl_massbill.commands import build_macros  # noqa: PLC0415

    for sentence in (*plain.left_alone(), *build_macros.left_alone()):
        typer.echo(sentence, err=True)
    generated = (*plain.GENERATED, *build_macros.macro_books(_quietly, function_modules))
    lagging = plain.build(only_check=only_check, generated=generated)
    if lagging:
        fail(f"Out of date: {', '.join(lagging)}. Run `xl-massbill build`.")
    typer.echo("Everything generated is up to date." if only_check else "Built.")


def function_modules(addin: bool) -> Mapping[str, str]:  # noqa: ARG001 - both hold the same
    """Return the modules of the worksheet functions by name, for the add-in or for a workbook by itself."""
    from xl_massbill.addin.wrappers import modules  # noqa: PLC0415

    return modules()


def _quietly(path: Path, tables: Mapping[str, type[Table]]) -> FileWorkbook:
    """Open a workbook to be filled, without a progress bar: nobody waits for the tables of a demo."""
    from xl_massbill.hosts.file import FileWorkbook  # noqa: PLC0415

    return FileWorkbook(path, registry=tables, fill=True)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put it.", metavar="DIR")] = Path("demo"),
) -> None:
    """Make an invented practice, check it, write its claims, age what is owed."""
    from xl_massbill.commands.demo import demo as run  # noqa: PLC0415

    run(folder, filling, open_workbook, typer.echo)

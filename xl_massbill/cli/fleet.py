"""The command over many clinics' workbooks, on this computer's processes or on a Dask cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xl_massbill.cli.app import COULD_NOT_RUN, AsOf, Json, app, day_of, fail, now, progress_on_screen, user

if TYPE_CHECKING:
    from concurrent.futures import Executor, ProcessPoolExecutor

    from xl_massbill.hosts.file import FileWorkbook


@app.command()
def fleet(  # noqa: PLR0913, PLR0917 - the options of the command
    folder: Annotated[Path, typer.Argument(help="The folder with the workbooks, and those below it.")],
    check: Annotated[bool, typer.Option("--check", help="Check every workbook.")] = False,
    export: Annotated[
        bool, typer.Option("--export", help="Check, then write the 837P claims that are ready.")
    ] = False,
    age: Annotated[bool, typer.Option("--age", help="Age what is owed.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="How many at once (0: one a core).")] = 0,
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Address of a Dask cluster that sees the folder.")
    ] = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Check, export or age all workbooks of a folder; one summary workbook, and why any of them failed."""
    from xl_massbill.claims.kept_files import put  # noqa: PLC0415
    from xl_massbill.commands.fleet import Order, workbooks_in  # noqa: PLC0415
    from xl_massbill.commands.fleet import fleet as run  # noqa: PLC0415
    from xl_massbill.commands.fleet_sheet import sheet  # noqa: PLC0415

    if not (check or export or age):
        fail("Say what to do with the workbooks: --check, --export or --age.")
    day = day_of(as_of)
    order = Order(day, now(), check=check, export=export, age=age, user=user())
    pool = (lambda: cluster(scheduler)) if scheduler else (lambda: processes(jobs))
    done = run(workbooks_in(folder), order, opened, pool, progress_on_screen() or (lambda *_: None))
    file = folder / f"fleet_{day.isoformat()}.xlsx"
    put(file, sheet(done, folder))
    if as_json:
        typer.echo(json.dumps(done.as_json(), indent=1))
    else:
        for clinic in done.failures:
            typer.echo(f"{Path(clinic.path).name}: {clinic.failure}")
        typer.echo(f"{done.sentence()} Summary: {file}")
    raise typer.Exit(COULD_NOT_RUN if done.failures else 0)


def opened(path: Path) -> FileWorkbook:
    """Open a workbook in the process that works on it; what it would tell nobody hears."""
    from xl_massbill.hosts.file import FileWorkbook  # noqa: PLC0415

    return FileWorkbook(path)


def processes(jobs: int) -> ProcessPoolExecutor:
    """Return a pool of processes of this computer; they begin anew, for a copy of this one may hang."""
    import multiprocessing  # noqa: PLC0415 - no other command needs it
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    return ProcessPoolExecutor(jobs or None, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a Dask cluster; its workers must have this program and see the folder."""
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        fail('For --scheduler install the extra: pip install "xl-massbill[dask]"')
    connect: Any = Client
    try:
        client = connect(address, timeout="10s")
    except (OSError, ValueError):
        fail(f"No Dask cluster answers at {address}.")
    with client:
        yield client.get_executor(pure=False)

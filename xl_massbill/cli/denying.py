"""Commands about denied lines: list them, compare, decide, write the letter, note what came of it."""

from __future__ import annotations

import json

import typer

from xl_massbill.cli.app import AsOf, Book, Json, app, day_of, open_workbook, settle


@app.command()
def denials(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """List denied lines, the most urgent first, with the next step; then by reason, with what prevents them."""
    from xl_massbill.commands import denial_list, denials  # noqa: PLC0415

    workbook, day = open_workbook(path), day_of(as_of)
    settle(workbook)
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

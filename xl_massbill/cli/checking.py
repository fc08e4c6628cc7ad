"""Commands about the checks: run them, list them, replay one, learn from denials."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from xl_massbill.cli.app import (
    FINE,
    FOUND_ERRORS,
    LARGE,
    AsOf,
    Book,
    Json,
    app,
    day_of,
    now,
    open_workbook,
    settle,
    user,
)


@app.command()
def check(path: Book, as_of: AsOf = None, as_json: Json = False) -> None:
    """Check every row and write what is wrong into the workbook."""
    workbook, day = open_workbook(path, LARGE), day_of(as_of)
    from xl_massbill.commands import check as command  # noqa: PLC0415
    from xl_massbill.commands.rule_changes import note_changes  # noqa: PLC0415

    settle(workbook)
    checked = command.check(workbook, day)
    command.write(workbook, checked, day)
    note_changes(workbook, checked.lines.records, now(), user())
    words = json.dumps(checked.as_json(day), indent=1, ensure_ascii=False) if as_json else checked.text()
    status = FOUND_ERRORS if checked.counts()["error"] else FINE
    del checked  # a save of a large workbook needs the room
    workbook.save()
    typer.echo(words)
    raise typer.Exit(status)


@app.command()
def rules(
    as_json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the catalogue as a page.")] = False,
) -> None:
    """List the rules that are checked."""
    from xl_massbill.rules.catalogue import rules as all_rules  # noqa: PLC0415

    found = all_rules()
    if markdown:
        from xl_massbill.commands.rules_page import page  # noqa: PLC0415

        typer.echo(page(), nl=False)
        return
    if as_json:
        names = ("id", "title", "severity", "levels", "certainty", "source", "message", "hint", "example")
        typer.echo(
            json.dumps([{n: getattr(r, n) for n in names} for r in found], indent=1, ensure_ascii=False)
        )
        return
    for rule in found:
        typer.echo(f"{rule.id}  {rule.severity.value.upper():8}{rule.title}")
    typer.echo(f"{len(found)} rules.")


@app.command()
def backtest(
    path: Book,
    rule: Annotated[str, typer.Argument(help="The rule, such as REF-006.", metavar="RULE")],
    param: Annotated[
        list[str] | None, typer.Option("--param", help="Another limit, such as days=10; may be repeated.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Replay one rule over the billed visits: what it would have stopped, and what held up for nothing."""
    workbook, day = open_workbook(path, LARGE), day_of(as_of)
    from xl_massbill.commands.backtest import backtest as run  # noqa: PLC0415

    found = run(workbook, rule, day, param or [])
    typer.echo(json.dumps(found.as_json(), indent=1) if as_json else found.text())


@app.command()
def denials(path: Book, as_json: Json = False) -> None:
    """Show denied lines by reason, with the checks that would have stopped them."""
    from xl_massbill.commands import denials as command  # noqa: PLC0415

    workbook = open_workbook(path)
    found = command.lessons(workbook)
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found], indent=1, ensure_ascii=False))
    else:
        typer.echo(command.text(workbook, found))

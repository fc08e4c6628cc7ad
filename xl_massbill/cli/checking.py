"""Commands about the checks: run them, list them, replay one, learn from denials."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated

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
from xl_massbill.errors import Refused

if TYPE_CHECKING:
    from xl_massbill.hosts.file import FileWorkbook


@app.command()
def check(  # noqa: PLR0913, PLR0917 - the options of a command
    path: Book,
    as_of: AsOf = None,
    as_json: Json = False,
    only: Annotated[
        str,
        typer.Option("--only", help="Ask only these rules or groups, such as REF-003,AUT; writes nothing."),
    ] = "",
    pre_visit: Annotated[
        bool, typer.Option("--pre-visit", help="Check booked visits: a call list; writes nothing.")
    ] = False,
    first: Annotated[
        dt.datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day of the call list (default: today)."),
    ] = None,
    last: Annotated[
        dt.datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of the call list (default: a week later)."),
    ] = None,
) -> None:
    """Check every row and write what is wrong into the workbook."""
    if (first or last) and not pre_visit:
        raise Refused("--from and --to belong to --pre-visit.")
    workbook, day = open_workbook(path, LARGE), day_of(as_of)
    if pre_visit:
        _call_list(workbook, day, (first and first.date(), last and last.date()), only, as_json=as_json)
    elif only:
        _some(workbook, day, only, as_json=as_json)
    else:
        _everything(workbook, day, as_json=as_json)


def _call_list(
    workbook: FileWorkbook,
    day: dt.date,
    days: tuple[dt.date | None, dt.date | None],
    only: str,
    *,
    as_json: bool,
) -> None:
    """Print what to do before the booked visits; nothing is written."""
    from xl_massbill.commands.explain import chosen  # noqa: PLC0415
    from xl_massbill.commands.previsit import call_list  # noqa: PLC0415

    found = call_list(workbook, day, *days, only=chosen(only) if only else None)
    typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False) if as_json else found.text())
    raise typer.Exit(FOUND_ERRORS if found.counts()["error"] else FINE)


def _some(workbook: FileWorkbook, day: dt.date, only: str, *, as_json: bool) -> None:
    """Print what some rules find; nothing is written, for the others' findings would be lost."""
    from xl_massbill.commands import check as command  # noqa: PLC0415
    from xl_massbill.commands.explain import chosen  # noqa: PLC0415

    checked = command.check(workbook, day, only=chosen(only))
    typer.echo(
        json.dumps(checked.as_json(day), indent=1, ensure_ascii=False) if as_json else checked.every_line()
    )
    raise typer.Exit(FOUND_ERRORS if checked.counts()["error"] else FINE)


def _everything(workbook: FileWorkbook, day: dt.date, *, as_json: bool) -> None:
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
    rule: Annotated[
        str, typer.Argument(help="Explain this rule, such as REF-003.", metavar="[RULE]", show_default=False)
    ] = "",
    as_json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the catalogue as a page.")] = False,
) -> None:
    """List the rules that are checked, or explain one."""
    if rule:
        from xl_massbill.commands.explain import explain, facts, rule_named  # noqa: PLC0415

        one = rule_named(rule)
        typer.echo(json.dumps(facts(one), indent=1, ensure_ascii=False) if as_json else explain(one))
        return
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
    for each in found:
        typer.echo(f"{each.id}  {each.severity.value.upper():8}{each.title}")
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

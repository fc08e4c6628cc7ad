"""What the buttons of the follow-up do: work list, approvals, a call, statements, closing a month.

Source: handbook §1.14, §4.3, §10.3, §10.5-10.7; DESIGN §5.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64decode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xl_massbill.addin.click import Click
from xl_massbill.addin.selection import one_or_ask
from xl_massbill.addin.sheets import show
from xl_massbill.book.tables import TABLES
from xl_massbill.errors import Refused

if TYPE_CHECKING:
    from xl_massbill.commands.close import Before


def work_list(click: Click) -> str:
    """Refresh the work list, lead to it, and say how much there is to do."""
    from xl_massbill.commands.silence import deny_silent  # noqa: PLC0415 - loads pandas

    click.said += deny_silent(click.writable(), click.today, click.now, click.user)
    told = click.long("work_list")
    click.workbook.save()
    if "work_list" in click.workbook.tables():
        show(click, TABLES["work_list"].facts.excel)
    return str(told)


def approvals(click: Click) -> str:
    """Refresh the ledger of approvals, lead to it, and say what presses."""
    click.writable()
    told = click.long("approvals")
    click.workbook.save()
    if "auth_ledger" in click.workbook.tables():
        show(click, TABLES["auth_ledger"].facts.excel)
    return str(told)


def call(click: Click) -> str:
    """Note a call about the selected claims: what came of it, and until when the matter is put off."""
    from xl_massbill.commands.contact import Noted, note  # noqa: PLC0415

    workbook = click.writable()
    tables = ("claims", "claim_lines", "work_list", "denials", "follow_up", "visits")
    about = one_or_ask(click, "claim_id", tables, "About which claims? Their numbers, as on sheet Claims:")
    if not about:
        return ""
    result = click.desk.ask(f"Call about {', '.join(about[:5])}: what came of it?")
    if result is None:
        return ""
    until = click.desk.ask("Put it off until which day? Such as 2026-05-31; nothing: it stays in the list.")
    if until is None:
        return ""
    by = click.user or click.desk.ask("Your name?") or ""
    sentence = note(workbook, about, Noted("CALL", by, result, next_due=_day(until)), click.today)
    workbook.save()
    return sentence


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused(f"{text} is no day: write it as 2026-05-31. Nothing was noted.") from None


def statements(click: Click) -> str:
    """Say for whom statements are due and how much, and write them once the person has said yes."""
    from xl_massbill.commands.statements import put_files  # noqa: PLC0415 - loads pandas

    are_due, text = click.long("statements")
    if not are_due:
        return str(text)
    if not click.desk.confirm(click.report("statements", f"{text}\nWrite these statements?")):
        return "No statement was written."
    now, drawn = click.long("statement_files")
    if now != text:
        raise Refused("The workbook has changed meanwhile. No statement was written: click again.")
    file = put_files(click.workbook, {name: b64decode(data) for name, data in drawn.items()})[0]
    place = "/".join(file.parts[-4:])
    return f"{text.splitlines()[-1]} All in one file to print: {place}."


def close_month(click: Click) -> str:
    """Show what a month holds and what is not settled, and close it once the person has said yes."""
    from xl_massbill.aging.month import Month  # noqa: PLC0415 - loads pandas
    from xl_massbill.commands import close as command  # noqa: PLC0415

    click.must_not_take_long("close {}")
    before = Month.of(click.today).before
    asked = click.desk.ask(f"Close which month? Such as {before.key}; nothing: {before.words}.")
    if asked is None:
        return ""
    month = Month.read(asked) if asked.strip() else before
    workbook = click.writable(settles=False)
    why = _again(click, [one for one in command.closes(workbook) if one.event.subject == month.key])
    if why is None:
        return ""
    ahead = command.look(workbook, month, click.today)
    if not click.desk.confirm(click.report("close", f"{ahead.text()}\nClose {month.words}?")):
        return f"{month.words} was not closed."
    by = click.user or click.desk.ask("Your name?") or ""
    done = command.close(workbook, month, command.Order(by, why), click.now)
    click.said += done.settled
    return done.text().splitlines()[-1]


def _again(click: Click, before: Sequence[Before]) -> str | None:
    """Return why a month is closed again, "" if it is the first time, None if the person would rather not."""
    if not before:
        return ""
    return click.desk.ask(f"It is closed:\n{before[-1].text()}\nWhy is it to be closed again?")

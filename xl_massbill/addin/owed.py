"""What the buttons about what is owed do: the work list, noting a call, statements for patients.

Source: handbook §1.14, §10.5-10.7; DESIGN §5.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64decode

from xl_massbill.addin.click import Click
from xl_massbill.addin.selection import one_or_ask
from xl_massbill.addin.sheets import show
from xl_massbill.book.tables import TABLES
from xl_massbill.errors import Refused


def work_list(click: Click) -> str:
    """Refresh the work list, lead to it, and say how much there is to do."""
    click.writable()
    told = click.long("work_list")
    click.workbook.save()
    if "work_list" in click.workbook.tables():
        show(click, TABLES["work_list"].facts.excel)
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

"""What the buttons of the follow-up do: the work list, what is approved and left, a call, statements.

Source: handbook §1.14, §4.3, §10.5-10.7; DESIGN §5.
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.addin.click import Click
from xl_massbill.addin.selection import one_or_ask
from xl_massbill.addin.sheets import show
from xl_massbill.book.tables import TABLES
from xl_massbill.errors import Refused


def work_list(click: Click) -> str:
    """Refresh the work list, lead to it, and say how much there is to do."""
    from xl_massbill.commands import worklist as command  # noqa: PLC0415 - loads pandas

    click.must_not_take_long("worklist {}")
    workbook = click.writable()
    found = command.worklist(workbook, click.today)
    command.write(workbook, found)
    workbook.save()
    if "work_list" in workbook.tables():
        show(click, TABLES["work_list"].facts.excel)
    return "\n".join(found.text().splitlines()[-2:])


def approvals(click: Click) -> str:
    """Refresh the ledger of approvals, lead to it, and say what presses."""
    from xl_massbill.commands import auths as command  # noqa: PLC0415 - loads pandas

    click.must_not_take_long("auths {}")
    workbook = click.writable()
    found = command.auths(workbook, click.today)
    command.write(workbook, found)
    workbook.save()
    if "auth_ledger" in workbook.tables():
        show(click, TABLES["auth_ledger"].facts.excel)
    return found.sentence()


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
    from xl_massbill.commands import statements as command  # noqa: PLC0415

    click.must_not_take_long("statements {}")
    run = command.statements(click.workbook, click.today)
    if not run.statements:
        return run.text()
    if not click.desk.confirm(click.report("statements", f"{run.text()}\nWrite these statements?")):
        return "No statement was written."
    file = command.write(click.workbook, run).files[0]
    place = "/".join(file.parts[-4:])
    return f"{run.text().splitlines()[-1]} All in one file to print: {place}."

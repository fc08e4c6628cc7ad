"""What the buttons of groups Follow-up, Reports and Setup do: refresh, show sheets, load lists."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from xl_massbill import __version__
from xl_massbill.addin import log
from xl_massbill.addin.click import Click
from xl_massbill.addin.selection import values
from xl_massbill.book.table import Tab
from xl_massbill.book.tables import TABLES
from xl_massbill.errors import Refused

HOME, HELP = "Home", "Help"
MOST_BYTES = 15_000_000
"""Size of published lists beyond which reading them could hold up Excel for more than a minute and a half."""


def aging(click: Click) -> str:
    """Refresh the sheets that show what is owed and how old it is."""
    from xl_massbill.commands import age  # noqa: PLC0415 - loads pandas

    click.must_not_take_long("age {}")
    workbook = click.writable()
    report = age.age(workbook, click.today)
    age.write(workbook, report)
    workbook.save()
    total = report.report.total
    return (
        f"Aging as of {click.today}: ${total.total / 100:,.2f} are owed, and work worth "
        f"${total.unbilled / 100:,.2f} is not billed yet. See sheets Aging and AgingPatients."
    )


def denials(click: Click) -> str:
    """Say why the selected lines (else all) were denied, and which checks would have stopped it."""
    from xl_massbill.commands import denials as command  # noqa: PLC0415

    found = command.lessons(click.workbook)
    chosen = set(values(click, "carc", "denials"))
    some = [lesson for lesson in found if lesson.carc in chosen] or found
    return click.report("denials", command.text(click.workbook, some))


def show(click: Click, *names: str) -> str:
    """Lead to a sheet; to the next of several, if the first is shown already."""
    there = {sheet.name.casefold(): sheet for sheet in click.book.sheets}
    lacking = [name for name in names if name.casefold() not in there]
    if lacking:
        raise Refused(f"This workbook has no sheet {lacking[0]}. Open one made by this program.")
    active = str(click.book.sheets.active.name)
    at = names.index(active) + 1 if active in names else 0
    sheet = there[names[at % len(names)].casefold()]
    if not sheet.visible:
        sheet.visible = True
    sheet.activate()
    return ""


def reference_sheets(click: Click) -> str:
    """Show the grey sheets with reference lists, or hide them again."""
    names = {table.facts.excel.casefold() for table in TABLES.values() if table.facts.tab is Tab.REFERENCE}
    found = [sheet for sheet in click.book.sheets if sheet.name.casefold() in names]
    if not found:
        raise Refused("This workbook has no reference sheets. Open one made by this program.")
    are_hidden = any(not sheet.visible for sheet in found)
    if not are_hidden and str(click.book.sheets.active.name).casefold() in names:
        show(click, HOME)  # the sheet that is looked at cannot be hidden
    for sheet in found:
        sheet.visible = are_hidden
    return "The reference sheets are shown." if are_hidden else "The reference sheets are hidden."


def load_list(click: Click) -> str:
    """Load an official list; one that is too large for a click is refused with the command that does it."""
    from xl_massbill.commands import import_reference as command  # noqa: PLC0415 - loads pandas

    workbook = click.writable()
    kinds = ", ".join(what.value for what in command.What)
    kind = click.desk.ask(f"Which list? One of: {kinds}")
    if not kind:
        return ""
    if kind.lower() not in set(command.What):
        raise Refused(f"There is no list {kind}. It is one of: {kinds}.")
    files = click.desk.choose_files("The file as published, or its parts")
    if not files:
        return ""
    _must_not_take_long(click, kind.lower(), files)
    by = click.user or click.desk.ask("Your name?") or ""
    order = command.Load(command.What(kind.lower()), command.read_files(files), by=by, today=click.today)
    found = command.load(workbook, order)
    workbook.save()
    command.note(workbook, order, found, click.now, click.user)
    return command.sentence(found)


def _must_not_take_long(click: Click, kind: str, files: Sequence[Path]) -> None:
    if sum(file.stat().st_size for file in files if file.is_file()) > MOST_BYTES:
        names = " ".join(f'"{file.name}"' for file in files)
        raise Refused(
            "These files are so large that they would hold up Excel: save and close the workbook, and run "
            f"“xl-massbill import {kind} {names} {Path(click.workbook.path).name}” in a terminal."
        )


def keep_copy(click: Click) -> str:
    """Save the workbook, and keep a copy of it and of all that lies beside it."""
    from xl_massbill.commands.whole_copy import whole_copy  # noqa: PLC0415

    workbook = click.workbook
    workbook.keep()
    copy = whole_copy(Path(workbook.path), click.now)
    place = f"{copy.parent.parent.name}/{copy.parent.name}/{copy.name}"
    return f"The workbook is saved; it and its folder are copied to {place}."


def about() -> str:
    """Say which program this is, in which Python, and where its log lies."""
    return (
        f"xl-massbill {__version__}, Python {platform.python_version()} in {Path(sys.executable).parent}. "
        f"The log is {log.folder() / 'addin.log'}. Nothing leaves this computer."
    )

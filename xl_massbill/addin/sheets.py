"""What the buttons of groups Follow-up, Reports and Setup do: refresh, show sheets, load lists."""

from __future__ import annotations

import platform
import sys
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
"""Size of published lists beyond which they are read by a process beside Excel."""


def aging(click: Click) -> str:
    """Refresh the sheets that show what is owed and how old it is."""
    click.writable()
    owed, unbilled = click.long("refresh_aging")
    click.workbook.save()
    return (
        f"Aging as of {click.today}: ${owed / 100:,.2f} are owed, and work worth "
        f"${unbilled / 100:,.2f} is not billed yet. See sheets Aging and AgingPatients."
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
    """Load an official list; a large one is read beside Excel."""
    from xl_massbill.claims.kept_files import fingerprint  # noqa: PLC0415
    from xl_massbill.commands import import_reference as command  # noqa: PLC0415 - loads pandas
    from xl_massbill.commands.imported import Imported  # noqa: PLC0415

    click.writable()
    kinds = ", ".join(what.value for what in command.What)
    kind = click.desk.ask(f"Which list? One of: {kinds}")
    if not kind:
        return ""
    if kind.lower() not in set(command.What):
        raise Refused(f"There is no list {kind}. It is one of: {kinds}.")
    paths = click.desk.choose_files("The file as published, or its parts")
    if not paths:
        return ""
    files = command.read_files(paths)
    by = click.user or click.desk.ask("Your name?") or ""
    wish = {
        "kind": kind.lower(),
        "files": [[str(path), fingerprint(data)] for path, (_, data) in zip(paths, files, strict=True)],
        "by": by,
    }
    is_large = sum(len(data) for _, data in files) > MOST_BYTES
    found = Imported(**click.long("import_reference", beside=is_large, **wish))
    click.workbook.save()
    order = command.Load(command.What(kind.lower()), files, by=by, today=click.today)
    command.note(click.workbook, order, found, click.now, click.user)
    return command.sentence(found)


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

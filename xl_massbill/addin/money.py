"""What the buttons about money that comes in do: payers' files, paper EOBs, taking back, appeals.

What would change is shown first; it is booked when the person has said yes.

Source: handbook §8.5-8.8, §9.3; DESIGN §4, §5.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xl_massbill.addin.click import Click
from xl_massbill.addin.selection import one_or_ask
from xl_massbill.errors import Refused
from xl_massbill.hosts.excel import ExcelWorkbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xl_massbill.commands.handed_in import HandedIn
    from xl_massbill.commands.post import Posted

_MOST_BYTES = 20 << 20
"""Payers' files beyond which posting could hold up Excel for more than a minute and a half."""
_WHAT = "Answers of clearinghouses and payers (999, 277CA, 835 …), single or zipped"


def preview_files(click: Click) -> str:
    """Say what payers' files would change; nothing is written."""
    files, left = _chosen(click)
    if not files:
        return " ".join(left)
    return click.report("preview_posting", _rehearsed(click, files, left).text())


def post_files(click: Click) -> str:
    """Show what payers' files would change, and post them once the person has said yes."""
    from xl_massbill.commands.post import Wish, post  # noqa: PLC0415 - loads pandas

    workbook = click.writable(settles=False)
    files, left = _chosen(click)
    if not files:
        return " ".join(left)
    rehearsed = _rehearsed(click, files, left)
    if not any(file.is_posted for file in rehearsed.files):
        return click.report("posting", rehearsed.text())
    question = click.report("preview_posting", f"{rehearsed.text()}\nPost these?")
    if not click.desk.confirm(question):
        return "Nothing was posted."
    posted = post(workbook, files, Wish(click.today, click.user, click.user), click.now)
    click.said += posted.settled
    posted.left = left
    return click.report("posting", posted.text())


def _chosen(click: Click) -> tuple[list[HandedIn], list[str]]:
    """Return the files that the person chose, and what of them was left alone."""
    from xl_massbill.commands.handed_in import Tray, handed_in  # noqa: PLC0415

    name = Path(click.workbook.path).name  # a workbook that is none of ours is told before anybody chooses
    paths = [Path(path) for path in click.desk.choose_files(_WHAT)]
    _must_not_take_long(name, paths)
    tray = Tray()
    return list(handed_in(paths, tray)), tray.left


def _must_not_take_long(name: str, paths: Sequence[Path]) -> None:
    if sum(path.stat().st_size for path in paths if path.is_file()) > _MOST_BYTES:
        raise Refused(
            f"These files have more than {_MOST_BYTES >> 20} MB, which would hold up Excel: save and close"
            f" the workbook, and run “xl-massbill post {name}” with them in a terminal."
        )


def _rehearsed(click: Click, files: list[HandedIn], left: list[str]) -> Posted:
    """Return what posting would do, worked out on a second copy of the tables."""
    from xl_massbill.commands.post import Wish, post  # noqa: PLC0415

    aside = ExcelWorkbook(click.book, tell=lambda _: None)
    rehearsed = post(aside, files, Wish(click.today, click.user, click.user, is_rehearsal=True), click.now)
    rehearsed.left = left
    return rehearsed


def post_typed(click: Click) -> str:
    """Post what is typed on sheets EOBEntry and PatientPayments once the person has said yes."""
    from xl_massbill.commands.post_eob import post_eob  # noqa: PLC0415

    workbook = click.writable(settles=False)
    aside = ExcelWorkbook(click.book, tell=lambda _: None)
    shown = post_eob(aside, click.today, click.now, click.user, dry_run=True)
    words = f"{shown.text()}\nPost this, and the payments of patients that are typed?"
    if not click.desk.confirm(click.report("eob", words)):
        return "Nothing was posted."
    done = post_eob(workbook, click.today, click.now, click.user)
    click.said += done.settled
    return click.report("eob", done.text())


def take_back(click: Click) -> str:
    """Take the posting of the selected remittance back once the person has said why."""
    from xl_massbill.commands.undo_posting import undo_posting  # noqa: PLC0415

    workbook = click.writable(settles=False)
    tables = ("remits", "payments", "plb", "denials", "unplaced")
    found = one_or_ask(click, "remit_id", tables, "Which posting? Its number, as on sheet Remits:")
    if not found:
        return ""
    if len(found) > 1:
        raise Refused("One posting at a time: select one row of sheet Remits. Nothing was changed.")
    why = click.desk.ask(f"Why is {found[0]} to be taken back? Without names of patients.")
    if not why:
        return "Nothing was taken back."
    done = undo_posting(workbook, found[0], click.now, click.user, why)
    click.said += done.settled
    return done.sentence


def appeal(click: Click) -> str:
    """Write an appeal about the selected denied line as a Word file; nothing is booked."""
    from xl_massbill.commands.denial_letter import letter  # noqa: PLC0415

    found = one_or_ask(
        click, "denial_id", ("denials",), "About which denied line? Its number on sheet Denials:"
    )
    if not found:
        return ""
    if len(found) > 1:
        raise Refused("One letter at a time: select one row of sheet Denials.")
    made = letter(click.workbook, found[0], "appeal", click.today, click.now, user=click.user)
    name = "/".join(made.file.parts[-3:])
    return "\n".join(
        [
            f"Written: {name}. Say why the payer is wrong in the yellow paragraph.",
            *made.text().splitlines()[1:],
        ]
    )

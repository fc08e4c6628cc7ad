"""What takes long in a large workbook: each a function of the workbook and the day that books nothing.

They run inside the click while the workbook is small, and in a process of their own when it is large
(`aside`): the same function, so the same result. None of them saves, takes a number or touches the journal;
what a click has to book it books itself, when the result is in its hands.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.errors import Refused

if TYPE_CHECKING:
    from xl_massbill.commands.planning import Plan

_REASONS = 5


@dataclass(frozen=True, slots=True)
class LongWork:
    """One piece of work: what it is called, and the command that does it on the closed workbook.

    `does` takes the workbook, the day, and by name what the person wished; it returns a text or JSON values.
    """

    does: Callable[..., Any]
    what: str
    command: str


def check_all(workbook: Workbook, day: dt.date) -> str:
    """Check every row and order what is wrong to be written; return how much it is."""
    from xl_massbill.commands import check  # noqa: PLC0415 - loads pandas and all rules

    checked = check.check(workbook, day)
    check.write(workbook, checked, day)
    return checked.sentence()


def check_selection(workbook: Workbook, day: dt.date, positions: Sequence[int]) -> list[str]:
    """Return how many visit rows stand at these positions, and what is wrong with them."""
    from xl_massbill.commands import check  # noqa: PLC0415

    chosen = set(positions)
    checked = check.check(workbook, day)
    at = checked.lines.sheet.positions.tolist()
    told = [
        f"{finding.severity.value.upper()} {finding.rule}: {finding.message}"
        for finding, touched in checked.asking
        if any(at[i] in chosen for i in touched)
    ]
    n = sum(position in chosen for position in at)
    return ["1 row" if n == 1 else f"{n:,} rows", *dict.fromkeys(told)]


def previsit(workbook: Workbook, day: dt.date) -> str:
    """Return whom to call about the booked visits of the coming days."""
    from xl_massbill.commands.previsit import call_list  # noqa: PLC0415

    return call_list(workbook, day).text()


def preview_batch(workbook: Workbook, day: dt.date) -> str:
    """Return what would go in each form that the payers take, and what stays and why."""
    from xl_massbill.commands.form_files import METHODS  # noqa: PLC0415
    from xl_massbill.commands.planning import plan  # noqa: PLC0415
    from xl_massbill.practice import Records  # noqa: PLC0415

    records = Records(workbook)
    records.needs("payers")
    used = set(records["payers"]["submit_method"])
    told = []
    for method in dict.fromkeys(METHODS.values()):
        if method in used or method == "837P":
            word = next(w for w, of in METHODS.items() if of == method)
            told.append(f"{method}: {plan_told(plan(workbook, day, word))}")
    return "\n\n".join(told)


def plan_told(plan: Plan) -> str:
    """Return what would go, and the first reasons for what stays."""
    reasons = list(plan.selection.reasons.items())
    lines = [f"visit {visit} stays: {reason}" for visit, reason in reasons[:_REASONS]]
    more = [f"… and {len(reasons) - _REASONS:,} more."] if len(reasons) > _REASONS else []
    return "\n".join([plan.sentence(), *lines, *more])


def refresh_aging(workbook: Workbook, day: dt.date) -> list[int]:
    """Age everything and order the sheets to be written; return what is owed and not billed, in cents."""
    from xl_massbill.commands import age  # noqa: PLC0415

    report = age.age(workbook, day)
    age.write(workbook, report)
    return [int(report.report.total.total), int(report.report.total.unbilled)]


def work_list(workbook: Workbook, day: dt.date) -> str:
    """Order the work list to be written; return how much there is to do."""
    from xl_massbill.commands import worklist  # noqa: PLC0415

    found = worklist.worklist(workbook, day)
    worklist.write(workbook, found)
    return "\n".join(found.text().splitlines()[-2:])


def approvals(workbook: Workbook, day: dt.date) -> str:
    """Order the ledger of approvals to be written; return what presses."""
    from xl_massbill.commands import auths  # noqa: PLC0415

    found = auths.auths(workbook, day)
    auths.write(workbook, found)
    return found.sentence()


def dashboard(  # noqa: PLR0913, PLR0917 - what a person chose on the sheet
    workbook: Workbook,
    day: dt.date,
    first: str | None,
    last: str | None,
    payer: str,
    therapist: str,
    figure: str,
) -> str:
    """Order the key figures to be written; return from when they are, or which claims make one of them."""
    from xl_massbill.commands import kpi  # noqa: PLC0415
    from xl_massbill.commands.kpi_words import rows_text  # noqa: PLC0415
    from xl_massbill.commands.words import counted  # noqa: PLC0415

    begins, ends = (dt.date.fromisoformat(end) if end else None for end in (first, last))
    found = kpi.figures(workbook, day, begins, ends)
    kpi.write(workbook, found)
    part = found.only(payer, therapist)
    if figure:
        return rows_text(part, figure)
    period = f"{counted(part.claims, 'claim')} from {part.window.first} to {part.window.last}"
    return f"Key figures as of {day}: {period}. Select a figure and click again for its claims."


def statements(workbook: Workbook, day: dt.date) -> list[str]:
    """Return for whom statements are due and how much, and "" before it if for nobody."""
    from xl_massbill.commands import statements as command  # noqa: PLC0415

    run = command.statements(workbook, day)
    return ["some" if run.statements else "", run.text()]


def statement_files(workbook: Workbook, day: dt.date) -> tuple[str, dict[str, str]]:
    """Return what the statements come to, and their PDFs by name, as letters (base 64)."""
    from xl_massbill.commands import statements as command  # noqa: PLC0415

    run = command.statements(workbook, day)
    files = command.drawn_files(workbook, run) if run.statements else {}
    return run.text(), {name: base64.b64encode(data).decode("ascii") for name, data in files.items()}


def import_reference(
    workbook: Workbook, day: dt.date, kind: str, files: Sequence[Sequence[str]], by: str
) -> dict[str, Any]:
    """Order an official list to be written; return what it came to. `files` are paths with fingerprints."""
    from xl_massbill.claims.kept_files import fingerprint  # noqa: PLC0415
    from xl_massbill.commands import import_reference as command  # noqa: PLC0415

    read = command.read_files([Path(path) for path, _ in files])
    if [fingerprint(data) for _, data in read] != [sha256 for _, sha256 in files]:
        raise Refused("The file has changed meanwhile. Nothing was written: click again.")
    return asdict(command.load(workbook, command.Load(command.What(kind), read, by=by, today=day)))


WORK = {
    "check_all": LongWork(check_all, "The check", "check {}"),
    "check_selection": LongWork(check_selection, "The check", "check {}"),
    "previsit": LongWork(previsit, "The check of booked visits", "check {} --pre-visit"),
    "preview_batch": LongWork(preview_batch, "The preview", "export {} --dry-run"),
    "refresh_aging": LongWork(refresh_aging, "The aging", "age {}"),
    "work_list": LongWork(work_list, "The work list", "worklist {}"),
    "approvals": LongWork(approvals, "The ledger of approvals", "auths {}"),
    "dashboard": LongWork(dashboard, "The reckoning of key figures", "kpi {}"),
    "statements": LongWork(statements, "The sum of the statements", "statements {}"),
    "statement_files": LongWork(statement_files, "The drawing of the statements", "statements {}"),
    "import_reference": LongWork(import_reference, "The reading of the list", "import {kind} FILE {}"),
}
"""By the name of the button's function; these names are the only words that name work to another process."""

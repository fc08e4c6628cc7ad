"""What the buttons of group Claims do: look, approve, write, mark as sent, correct, void.

Nothing is written into a file that the person has not approved a moment before.

Source: DESIGN §4; handbook §7.10, §8.9.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xl_massbill.addin.click import Click
from xl_massbill.addin.long_work import plan_told
from xl_massbill.addin.selection import one_or_ask
from xl_massbill.errors import Refused

if TYPE_CHECKING:
    from xl_massbill.commands.asked import Follow
    from xl_massbill.commands.planning import Plan

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def preview(click: Click) -> str:
    """Say what would go in each form that the payers take, and what stays and why; nothing is written."""
    return click.report("preview", click.long("preview_batch"))


def write(click: Click, form: str, follow: Follow = ()) -> str:
    """Show what would go, and write it once the person has said yes."""
    from xl_massbill.commands.export import export  # noqa: PLC0415

    click.must_not_take_long(f"export {{}} --form {form}")
    workbook = click.writable(settles=False)

    def approve(plan: Plan) -> bool:
        return click.desk.confirm(f"{plan_told(plan)}\n\nWrite the file and book these claims?")

    done = export(
        workbook, click.today, click.now, form=form, follow=follow, user=click.user, approve=approve
    )
    where = "" if not done.files else f" It lies in {_shown(done.files)}."
    return "\n".join([*done.settled, done.sentence() + where])


def _shown(files: Sequence[Path]) -> str:
    return f"{files[0].parent.parent.name}/{files[0].parent.name}"


def follow_up(click: Click, kind: str) -> str:
    """Send claims again in the place of others, or take them back (`kind` CORRECTED or VOID)."""
    from xl_massbill.claims.following import Kind  # noqa: PLC0415

    question = "Which claims? Their numbers, as on sheet Claims:"
    chosen = one_or_ask(click, "claim_id", ("claims", "claim_lines", "visits"), question)
    if not chosen:
        return ""
    return write(click, "837p", [(Kind[kind], claim) for claim in chosen])


def superbill(click: Click) -> str:
    """Make a superbill of the visits that the selected patient pays."""
    from xl_massbill.commands.superbill import superbill as make  # noqa: PLC0415

    tables = ("patients", "visits", "coverage")
    patients = one_or_ask(click, "patient_id", tables, "Which patient? The number, as on sheet Patients:")
    if not patients:
        return ""
    if len(patients) > 1:
        raise Refused("Select one patient.")
    asked = click.desk.ask("From which day to which? Such as 2026-05-01 2026-05-31; nothing: all visits.")
    if asked is None:
        return ""
    span = _span(asked)
    days = " ".join(f"{word} {day}" for word, day in zip(("from", "to"), span, strict=True) if day)
    question = f"Make a superbill for patient {patients[0]}, of the visits they pay {days or 'of all days'}?"
    if not click.desk.confirm(question):
        return "No superbill was made."
    file = make(click.workbook, patients[0], click.today, span)
    return f"The superbill is {_shown([file])}/{file.name}."


def _span(text: str) -> tuple[dt.date | None, dt.date | None]:
    try:
        days = [dt.date.fromisoformat(word) for word in _DAY.findall(text)]
    except ValueError:
        raise Refused("There is no such day: write days as 2026-05-31.") from None
    if len(days) > 2 or (text.strip() and not days):
        raise Refused("Write the days as 2026-05-01 2026-05-31.")
    return (days[0] if days else None, days[1] if len(days) > 1 else None)


def sent(click: Click) -> str:
    """Mark the selected batch as sent today."""
    from xl_massbill.commands import batch_orders  # noqa: PLC0415

    workbook = click.writable(settles=False)
    chosen = one_or_ask(click, "batch_id", ("batches", "claims"), "Which batch was sent? Such as B000101:")
    if not chosen:
        return ""
    if len(chosen) > 1:
        raise Refused("Select one batch.")
    if not click.desk.confirm(f"Mark batch {chosen[0]} as sent today, {click.today}?"):
        return "Nothing was marked."
    order = batch_orders.Order(chosen[0], click.today, click.user)
    done = batch_orders.sent(workbook, order, click.now, click.user)
    return "\n".join([*done.settled, done.sentence])

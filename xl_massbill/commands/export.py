"""Write claims to files, exactly once: check, build, number, journal, write, verify, book.

One bad claim stays at home, the others go. A crash at any point is settled by the next command.

Source: DESIGN §4; handbook §7.1, §7.2, §8.9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.build import Builder, Draft
from xl_massbill.claims.claim import Claim
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.parties import Parties
from xl_massbill.claims.standing import keep_standing
from xl_massbill.commands import check
from xl_massbill.commands.asked import Follow
from xl_massbill.commands.batch_job import BatchJob, Group
from xl_massbill.commands.form_files import FormFile, form_for
from xl_massbill.commands.planning import Plan, plan, stays
from xl_massbill.commands.settle import BOOKED, settle
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rules
from xl_massbill.x12.delimiters import PLAIN

_VOIDED = (
    "The visits stay with the voided claims and are not billed again; to bill another plan, set their lines"
    " to CANCELLED and type the visits anew once the void was sent."
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did."""

    plan: Plan
    files: list[Path] = field(default_factory=list)
    claims: list[list[Claim]] = field(default_factory=list)
    """The claims in each file."""
    settled: list[str] = field(default_factory=list)
    is_approved: bool = True

    def sentence(self) -> str:
        """Return the one sentence that ends the command."""
        if not self.is_approved:
            return f"Nothing was written: {self.plan.what()} not approved."
        if not self.files:
            return f"No claim was ready to go. {stays(self.plan.selection)}"
        names = ", ".join(file.name for file in self.files)
        said = f"{self.plan.what()}, written to {names}. {stays(self.plan.selection)}"
        return f"{said} {_VOIDED}" if any(is_void(draft) for draft in self.plan.drafts) else said


def export(  # noqa: PLR0913 - what one may wish, each by name
    workbook: Workbook,
    as_of: dt.date,
    now: dt.datetime,
    *,
    form: str = "837p",
    follow: Follow = (),
    out: Path | None = None,
    user: str = "",
    approve: Callable[[Plan], bool] | None = None,
) -> Exported:
    """Write every claim that is ready in a form into files and book it; raise Refused, NoTable, Unreadable.

    With `follow` the claims are made that follow others, each in the form in which its payer is sent to.
    `approve` is asked before any number is taken; what it does not approve stays at home.
    """
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        planned = plan(workbook, as_of, form, follow)
        if approve is not None and planned.drafts and not approve(planned):
            return Exported(planned, settled=settled, is_approved=False)
        exported = Exported(planned, settled=settled)
        batches: dict[str, dict[str, Any]] = {}
        builder = Builder(planned.checked.lines) if planned.drafts else None
        for group in _groups(planned, form):
            job = BatchJob(workbook, journal, planned, as_of, now, out or folder.out)
            assert builder is not None
            batches |= job.run(builder, group)
            exported.files.append(job.file)
            exported.claims.append(job.claims)
        _drop_what_is_done(planned)
        check.write(workbook, planned.checked, as_of)
        _save(workbook, exported)
        for batch_id, told in batches.items():
            journal.record(BOOKED, batch_id, told, now)
        keep_standing(journal, Records(workbook), "export", now)
        return exported


def is_void(draft: Draft) -> bool:
    """Return whether a claim to be takes another back."""
    return draft.again is not None and draft.again.frequency == "8"


def _drop_what_is_done(planned: Plan) -> None:
    """Take out what only asked for the sending of visits that have just been sent."""
    sent = {row["at"] for draft in planned.drafts for row in draft.rows}
    outcome, urging = planned.checked.outcome, {rule.id for rule in rules() if not rule.holds}
    pairs = list(zip(outcome.findings, outcome.touched, strict=True))
    outcome.findings.clear()
    outcome.touched.clear()
    for finding, touched in pairs:
        if finding.rule not in urging or not len(touched) or not sent.issuperset(touched):
            outcome.add(finding, touched)


def _save(workbook: Workbook, exported: Exported) -> None:
    try:
        workbook.save()
    except Refused as refused:
        names = ", ".join(file.name for file in exported.files)
        rest = f" The claims are already in {names}; the next command books them." if names else ""
        raise Refused(f"{refused}{rest}") from refused


def _groups(planned: Plan, word: str) -> list[Group]:
    """Part the claims to be by form, an 837P also by the file that their payers want.

    Version, separators, letters and usage stand in the header of an interchange, so payers that differ in one
    of them each get a file of their own: test claims never travel with real ones.
    """
    if not planned.drafts:
        return []
    records = planned.checked.lines.records
    parties = Parties(records)
    found: dict[Any, tuple[FormFile, str, list[Draft]]] = {}
    for draft in planned.drafts:
        form, again = form_for(draft, records, word), draft.again
        at = draft.rows[0]["@payer"] if again is None or again.payer is None else again.payer
        file = parties.payer(at).file if form.is_interchange else ("", PLAIN, "")
        found.setdefault((form.kind, file), (form, file[2], []))[2].append(draft)
    return [Group(form, group, usage) for form, usage, group in found.values()]

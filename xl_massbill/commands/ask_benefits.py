"""Ask payers about the plans of the booked visits: files of questions (270) in the out folder.

The answers (271) come back through `post`. Nothing is sent by this program.

Source: handbook §5.9, §8.4; DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.asking import Asks, Chosen, Stays, Wish, choose
from xl_massbill.commands.benefit_books import close_agreed
from xl_massbill.commands.inquiries import BOOKED, InquiryJob, Written, book
from xl_massbill.commands.settle import settle
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.x12.delimiters import Style

NEEDED = ("visits", "patients", "coverage", "payers", "practice", "benefit_checks")
_SHOWN = 40


@dataclass(slots=True)
class Asked:
    """What was asked, and who was not asked about."""

    wish: Wish
    chosen: Chosen
    files: list[Written] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    is_rehearsal: bool = False

    def sentence(self) -> str:
        """Return the one sentence that ends the command."""
        stays = [one for one in self.chosen.stays if not one.is_fine]
        fine = len(self.chosen.stays) - len(stays)
        rest = f" {counted(len(stays), 'plan')} cannot be asked about." if stays else ""
        rest += f" {counted(fine, 'plan')} need no question now." if fine else ""
        asks = counted(len(self.chosen.asks), "plan")
        if not self.chosen.asks:
            return f"Nothing to ask.{rest}"
        if self.is_rehearsal:
            return f"{asks} would be asked about.{rest}"
        names = ", ".join(written.file.name for written in self.files)
        upload = "Upload it to the clearinghouse, then post the answer (271)"
        return f"{asks} asked about, written to {names}. {upload}.{rest}"

    def text(self) -> str:
        """Return who is asked about and who is not, a line each, and the sentence that ends it."""
        asked = {row["coverage_id"]: row["check_id"] for file in self.files for row in file.rows}
        lines = [
            f"  {one.question.day}  {_who(one)}{_number(asked.get(one.coverage_id))}"
            for one in self.chosen.asks
        ]
        stays = sorted(self.chosen.stays, key=lambda one: (one.is_fine, one.day))
        told = [f"  {one.day}  {_who(one)}: {one.why}." for one in stays]
        out = ["Asked about:", *_first(lines)] if lines else []
        out += ["Not asked about:", *_first(told)] if told else []
        return "\n".join([*out, self.sentence()])

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "as_of": self.wish.as_of.isoformat(),
            "days": self.wish.days,
            "dry_run": self.is_rehearsal,
            "asked": [_keys(one) | {"day": one.question.day.isoformat()} for one in self.chosen.asks],
            "not_asked": [
                _keys(one) | {"day": one.day.isoformat(), "why": one.why, "is_fine": one.is_fine}
                for one in self.chosen.stays
            ],
            "files": [
                {"file": str(one.file), "sha256": one.sha256, "questions": [r["check_id"] for r in one.rows]}
                for one in self.files
            ],
        }


def ask_benefits(  # noqa: PLR0913 - who asks what, when, and where it goes
    workbook: Workbook,
    wish: Wish,
    now: dt.datetime,
    *,
    user: str = "",
    out: Path | None = None,
    dry_run: bool = False,
) -> Asked:
    """Write the questions of the coming days into files and book them; raise Refused, NoTable, Unreadable."""
    folder = Folder.of(workbook.path)
    if dry_run:
        return Asked(wish, choose(_records(workbook), wish), is_rehearsal=True)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        records = _records(workbook)
        asked = Asked(wish, choose(records, wish), settled=settled)
        if not asked.chosen.asks:
            return asked
        job = InquiryJob(records, journal, folder, now, out or folder.out, user)
        for (style, usage), asks in _files(asked.chosen.asks).items():
            asked.files.append(job.run(asks, style, usage))
        for written in asked.files:
            book(workbook, records, written.rows, written.sha256)
        close_agreed(workbook, records, wish.as_of)
        _save(workbook, asked)
        for written in asked.files:
            journal.record(BOOKED, written.number, {"questions": len(written.rows)}, now)
        return asked


def _records(workbook: Workbook) -> Records:
    records = Records(workbook)
    records.needs(*NEEDED)
    if not len(records["practice"]):
        raise Refused("Sheet Practice is empty: fill it in first.")
    return records


def _files(asks: list[Asks]) -> dict[tuple[Style, str], list[Asks]]:
    """Part the questions by the file that their payers want: separators, letters, test or production."""
    found: dict[tuple[Style, str], list[Asks]] = {}
    for one in asks:
        found.setdefault((one.style, one.usage), []).append(one)
    return found


def _save(workbook: Workbook, asked: Asked) -> None:
    try:
        workbook.save()
    except Refused as refused:
        names = ", ".join(written.file.name for written in asked.files)
        raise Refused(
            f"{refused} The questions are already in {names}; the next command books them."
        ) from refused


def _who(one: Asks | Stays) -> str:
    plan = f"coverage {one.coverage_id}" if one.coverage_id else "no plan"
    return f"patient {one.patient_id}, {plan}" + (f", {one.payer_id}" if one.payer_id else "")


def _number(check: str | None) -> str:
    return f", question {check}" if check else ""


def _keys(one: Asks | Stays) -> dict[str, Any]:
    return {"coverage": one.coverage_id, "patient": one.patient_id, "payer": one.payer_id}


def _first(lines: list[str]) -> list[str]:
    left = len(lines) - _SHOWN
    return lines if left <= 0 else [*lines[:_SHOWN], f"  … and {left:,} more."]

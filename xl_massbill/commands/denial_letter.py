"""Letters about a denied line: which one, whether it may be written at all, and its file in the out folder.

A letter is a draft for the office: it is never written over, says what the sheets do not know, and moves no
claim. Only the word that it was sent does that.

Source: handbook §9.1, §9.3, §9.4, §7.5; §11.1 (file names), §11.5 (each file written is noted).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.acceptance import accepted
from xl_massbill.claims.denials.case import Case
from xl_massbill.claims.denials.changes import changes, replacement_of
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import LOST, Decision, Denial
from xl_massbill.claims.denials.steps import TOO_LATE_TO_FILE, why_not_appealed
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import fingerprint, put
from xl_massbill.commands.letter_gathering import Gathered
from xl_massbill.commands.letter_templates import template_for
from xl_massbill.errors import Refused
from xl_massbill.forms import wording
from xl_massbill.forms.letters.templates import Letter
from xl_massbill.practice import Records

APPEAL, COVER, FILING = "appeal", "corrected-cover", "timely-filing"
MADE = "letter made"


@dataclass(frozen=True, slots=True)
class Made:
    """A letter that was written: its file, what it leaves blank, and what is to be checked."""

    file: Path
    letter: Letter
    template: str
    missing: tuple[str, ...]
    checks: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "file": str(self.file),
            "letter": self.letter.value,
            "template": self.template,
            "missing": list(self.missing),
            "check": list(self.checks),
        }

    def text(self) -> str:
        """Return what is said when it was written."""
        rows = [str(self.file)]
        if self.missing:
            rows.append(f"Not on the sheets, marked […] in the letter: {', '.join(self.missing)}.")
        rows += [f"Please check: {words}." for words in self.checks]
        return "\n".join(rows)


def letter(  # noqa: PLR0913 - what one may wish of a letter
    workbook: Workbook,
    denial_id: str,
    kind: str,
    today: dt.date,
    now: dt.datetime,
    *,
    how: str = "",
    user: str = "",
) -> Made:
    """Write a letter about a denied line; raise Refused in one sentence where there can be none."""
    desk = Desk(Records(workbook), today)
    desk.records.needs("denials", "claims", "claim_lines")
    denial = desk.denial(denial_id)
    case = Case(desk, denial)
    if case.claim is None:
        raise Refused(f"Claim {denial.claim_id} of denial {denial_id} is not on sheet Claims.")
    gathered = Gathered(case, today)
    which, facts = _KINDS[kind](gathered)
    facts |= gathered.shared(to_appeals=which is not Letter.CORRECTED) | {
        "sent_by": gathered.fact("how it is sent (--how)", how)
    }
    name, data = template_for(workbook, desk.records, which).filled(facts)
    file = _free(Folder.of(workbook.path).out, f"{which}_{denial.claim_id}_{denial.denial_id}", data)
    detail = {"file": file.name, "sha256": fingerprint(data), "letter": which.value, "template": name}
    with Folder.of(workbook.path).locked(), Journal(Folder.of(workbook.path).journal, user=user) as journal:
        journal.record(MADE, denial_id, detail, now)
        file.parent.mkdir(parents=True, exist_ok=True)
        put(file, data)
    missing = tuple(dict.fromkeys(gathered.missing))
    return Made(file, which, name, missing, tuple(gathered.checks))


def _free(folder: Path, name: str, data: bytes) -> Path:
    """Return a file that is not there yet, or holds this very letter: what the office has edited stays."""
    safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)
    file, n = folder / f"{safe}.docx", 1
    while file.exists() and file.read_bytes() != data:
        n += 1
        file = folder / f"{safe}-{n}.docx"
    return file


def _appeal(gathered: Gathered) -> tuple[Letter, dict[str, Any]]:
    """Return an appeal: the first, or the second once the first was lost."""
    case = gathered.case
    denial, advice = case.denial, case.desk.advice(case.denial)
    level = 2 if denial.appeal_result == LOST else 1
    why = why_not_appealed(denial, advice, level)
    if why and not (why.startswith("the payer took ") and denial.decision is Decision.APPEAL):
        raise Refused(f"Denial {denial.denial_id} cannot be appealed: {why}. Next: {advice.words}.")
    if why:
        gathered.checks.append(why)
    facts = gathered.order() | gathered.clinical()
    papers = [*gathered.basis(), *gathered.papers()]
    papers += ["Progress table (above)"] if len(facts["measures"]) > 1 else []
    if denial.carc == TOO_LATE_TO_FILE and (taken := accepted(gathered.cells, denial.claim_id)):
        papers.append(f"Acknowledgement (277CA, A2) of {wording.day(taken.accepted_on)}")
    if level == 2:
        papers += [
            f"First appeal of {wording.day(denial.appeal_sent_on)}",
            f"Your answer of {wording.day(denial.result_on)}",
        ]
        facts |= {
            "first_appeal_on": gathered.fact("day of the first appeal", denial.appeal_sent_on),
            "upheld_on": gathered.fact("day of the answer to the first appeal", denial.result_on),
        }
    facts |= {"evidence": gathered.evidence(), "enclosures": papers, "deadline": _appeal_by(gathered, denial)}
    return (Letter.SECOND if level == 2 else Letter.FIRST), facts


def _appeal_by(gathered: Gathered, denial: Denial) -> str:
    return gathered.fact("last day to appeal", gathered.case.desk.deadlines(denial).of(Decision.APPEAL))


def _cover(gathered: Gathered) -> tuple[Letter, dict[str, Any]]:
    """Return the cover of a corrected claim that was made; without one there is nothing to cover."""
    case = gathered.case
    claim = case.denial.claim_id
    new = replacement_of(gathered.cells, claim)
    if new is None:
        raise Refused(
            f"There is no corrected claim of {claim} yet: mend its rows, then `xl-massbill correct`."
        )
    last = gathered.fact(
        "last day for a corrected claim", case.desk.deadlines(case.denial).of(Decision.CORRECT)
    )
    found = changes(gathered.cells, claim, new)
    if not found:
        gathered.checks.append(f"claim {new} is billed as {claim} was: the letter names no correction")
    return Letter.CORRECTED, {
        "new_claim_id": new,
        "changes": [one.as_dict() for one in found],
        "enclosures": [f"Corrected claim {new}", *gathered.basis()],
        "deadline": last,
    }


def _filing(gathered: Gathered) -> tuple[Letter, dict[str, Any]]:
    """Return the proof of timely filing; only the payer's own acceptance proves it (§9.4)."""
    case = gathered.case
    taken = accepted(gathered.cells, case.denial.claim_id)
    if taken is None:
        raise Refused(
            f"Claim {case.denial.claim_id} has no 277CA with A2 of its payer: that the file was sent proves "
            "nothing. Import the acknowledgement, or ask the clearinghouse for it."
        )
    if taken.is_in_time is False:
        raise Refused(
            f"Claim {taken.claim_id} was accepted on {taken.accepted_on}, after its filing limit of "
            f"{taken.file_by}: the acknowledgement would prove the payer right."
        )
    if taken.is_in_time is None:
        gathered.checks.append("nobody has entered the filing limit: hold the day of acceptance against it")
    limit = case.rule("tfl_days")
    day = wording.day(taken.accepted_on)
    return Letter.FILING, {
        "accepted_on": day,
        "accepted_no": gathered.fact("the number the payer gave the claim", taken.number),
        "accepted_claim_id": taken.claim_id,
        "submitted_on": gathered.fact("day the claim was first sent", taken.submitted_on),
        "filing_limit": f"{limit} days"
        if limit.isdecimal()
        else gathered.fact("filing limit of the payer", ""),
        "file_by": gathered.fact("last day to file", taken.file_by),
        "enclosures": [f"Acknowledgement (277CA, A2) of {day}", *gathered.basis()],
        "deadline": _appeal_by(gathered, case.denial),
    }


_KINDS: dict[str, Callable[[Gathered], tuple[Letter, dict[str, Any]]]] = {
    APPEAL: _appeal,
    COVER: _cover,
    FILING: _filing,
}

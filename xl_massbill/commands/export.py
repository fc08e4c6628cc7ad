"""Write claims to a file, exactly once: check, build, number, journal, write, verify, book.

One bad claim stays at home, the others go. A crash at any point is settled by the next command.

Source: DESIGN §4; handbook §7.1, §7.2, §8.9.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.booking import book, claim_row, expected_allowed, line_rows
from xl_massbill.claims.build import Builder, Draft, claim_ids, drafts
from xl_massbill.claims.claim import Claim, Control
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import keep
from xl_massbill.claims.numbers import claim_prefix, next_claim_number, number_setting
from xl_massbill.claims.parties import Parties
from xl_massbill.commands import check
from xl_massbill.commands.judge import Judged, judge
from xl_massbill.commands.select import Selection, keep_back, select
from xl_massbill.commands.settle import BOOKED, RESERVED, WRITTEN, partial, settle
from xl_massbill.errors import Refused
from xl_massbill.forms import x837p
from xl_massbill.forms.x837p.writing import CLAIMS_A_SET
from xl_massbill.practice import Records
from xl_massbill.practice.note_print import fingerprints
from xl_massbill.practice.prices import Prices


@dataclass(frozen=True, slots=True)
class Plan:
    """What an export would do: the claims to be, and what stays at home."""

    drafts: Sequence[Draft]
    selection: Selection
    checked: check.Checked

    @property
    def total(self) -> int:
        """Return the charges in cents."""
        return sum(draft.charge for draft in self.drafts)

    def sentence(self) -> str:
        """Return what would go and what would stay."""
        return f"{len(self.drafts):,} claims, ${self.total / 100:,.2f}, ready to go. {stays(self.selection)}"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did."""

    plan: Plan
    files: list[Path] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """Return the one sentence that ends the command."""
        if not self.files:
            return f"No claim was ready to go. {stays(self.plan.selection)}"
        names = ", ".join(file.name for file in self.files)
        total = f"{len(self.plan.drafts):,} claims, ${self.plan.total / 100:,.2f}"
        return f"{total}, written to {names}. {stays(self.plan.selection)}"


def stays(selection: Selection) -> str:
    """Return in words what stays at home and why."""
    parts = [
        (selection.held_by_error, "visits stay for errors"),
        (selection.held_by_warning, "for warnings that nobody has acknowledged"),
        (selection.other_method, "go another way than 837P"),
    ]
    told = ", ".join(f"{n:,} {words}" for n, words in parts if n)
    return f"{told}." if told else "Nothing stays behind."


def plan(workbook: Workbook, as_of: dt.date) -> Plan:
    """Check the workbook and say what an export would send; nothing is written."""
    checked = check.check(workbook, as_of)
    records = checked.lines.records
    records.needs("claims", "claim_lines", "batches")
    selection = select(checked.lines, checked.outcome, checked.waived, "837P")
    one_day = records.setting_on("one_claim_per_dos", True)
    found = drafts(checked.lines, selection.lines, one_claim_per_dos=one_day) if len(selection.lines) else []
    judged = judge(checked, found, as_of, next_claim_number(records)) if found else Judged(found)
    for finding, touched in judged.findings:
        checked.outcome.add(finding, touched)
    return Plan(judged.ready, keep_back(selection, judged.kept, checked.lines), checked)


def export(
    workbook: Workbook, as_of: dt.date, now: dt.datetime, *, out: Path | None = None, user: str = ""
) -> Exported:
    """Write every claim that is ready into 837P files and book it; raise Refused, NoTable, Unreadable."""
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        planned = plan(workbook, as_of)
        exported = Exported(planned, settled=settled)
        batches: dict[str, dict[str, Any]] = {}
        builder = Builder(planned.checked.lines) if planned.drafts else None
        for group in _by_version(planned):
            job = _Job(workbook, journal, planned, as_of, now, out or folder.out)
            assert builder is not None
            batches |= job.run(builder, group)
            exported.files.append(job.file)
        check.write(workbook, planned.checked, as_of)
        _save(workbook, exported)
        for batch_id, told in batches.items():
            journal.record(BOOKED, batch_id, told, now)
        return exported


def _save(workbook: Workbook, exported: Exported) -> None:
    try:
        workbook.save()
    except Refused as refused:
        names = ", ".join(file.name for file in exported.files)
        rest = f" The claims are already in {names}; the next command books them." if names else ""
        raise Refused(f"{refused}{rest}") from refused


def _by_version(planned: Plan) -> list[list[Draft]]:
    """Part the drafts by the guide version that their payers want: a file holds one version."""
    lines = planned.checked.lines
    versions = lines["payer_gs08_version"] if planned.drafts else None
    groups: dict[Any, list[Draft]] = {}
    for draft in planned.drafts:
        version = versions.iloc[draft.rows[0]["at"]] if versions is not None else None
        groups.setdefault(version or "", []).append(draft)
    return list(groups.values())


class _Job:
    """One file: from numbers to booked rows."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one job
        self, workbook: Workbook, journal: Journal, planned: Plan, as_of: dt.date, now: dt.datetime, out: Path
    ) -> None:
        self._workbook, self._journal, self._planned = workbook, journal, planned
        self._as_of, self._now, self._out = as_of, now, out
        self._records: Records = planned.checked.lines.records
        self.file = Path()

    def run(self, builder: Builder, group: list[Draft]) -> dict[str, dict[str, Any]]:
        control, numbers = self._reserve(group)
        claims = list(builder.claims(group, numbers))
        self.file = self._out / self._file_name(control, len(claims))
        detail = self._detail(claims, group, control)
        self._journal.record(RESERVED, control.batch_id, detail, self._now)
        sha256 = self._write(claims, control)
        keep(Folder.of(self._workbook.path), self.file, sha256)
        self._journal.record(WRITTEN, control.batch_id, {"sha256": sha256}, self._now)
        return {control.batch_id: book(self._workbook, self._records, detail, sha256)}

    def _reserve(self, group: list[Draft]) -> tuple[Control, list[str]]:
        records, settings = self._records, self._records.settings
        interchanges = [int(n) for n in records["batches"]["isa13"] if n and str(n).isdigit()]
        sets = -(-len(group) // CLAIMS_A_SET)
        first = self._journal.reserve(
            {
                "claim": (len(group), next_claim_number(records)),
                "interchange": (
                    1,
                    max([number_setting(settings, "next_interchange"), *(n + 1 for n in interchanges)]),
                ),
                "set": (sets, number_setting(settings, "next_interchange")),
            }
        )
        control = Control(
            interchange=first["interchange"],
            group=first["interchange"],
            st02_first=first["set"],
            batch_id=f"B{first['interchange']:06d}",
            usage=str(records["practice"]["usage"].iloc[0] or "T"),
            made=self._now,
        )
        prefix = claim_prefix(records)
        return control, claim_ids(prefix, self._as_of, first["claim"], len(group))

    def _file_name(self, control: Control, count: int) -> str:
        practice = re.sub(
            r"[^A-Za-z0-9]+", "", str(self._records["practice"]["practice_id"].iloc[0] or "clinic")
        )
        return f"{practice}_837P_{self._now:%Y%m%d}_{control.batch_id}_{count}claims.txt"

    def _detail(self, claims: list[Claim], group: list[Draft], control: Control) -> dict[str, Any]:
        lines = self._planned.checked.lines
        keys = self._records["visits"].keys()
        deadlines = lines["filing_deadline"]
        caps = [_cap(cap) for cap in lines.rule("max_daily_amount")]
        prices = Prices(self._records)
        rows = []
        for claim, draft in zip(claims, group, strict=True):
            at = draft.rows[0]["at"]
            expected = expected_allowed(claim, prices, caps[at])
            last = deadlines.iloc[[row["at"] for row in draft.rows]].min()
            deadline = None if pd.isna(last) else last.date()
            rows.append(claim_row(claim, control.batch_id, self._as_of, deadline, expected))
        batch = {
            "batch_id": control.batch_id,
            "created_on": self._now.isoformat(timespec="seconds"),
            "usage": control.usage,
            "kind": "837P",
            "payer_id": _one_of([c.payer.payer_id for c in claims]),
            "isa13": f"{control.interchange:09d}",
            "gs06": str(control.group),
            "st02_first": f"{control.st02_first:04d}",
            "bht03": control.batch_id,
            "file_name": self.file.name,
            "n_claims": len(claims),
            "total_charge": sum(draft.charge for draft in group),
        }
        return {
            "file": str(self.file.absolute()),
            "batch": batch,
            "claims": rows,
            "lines": [row for claim in claims for row in line_rows(claim)],
            "notes": self._prints(group),
            "visits": {
                str(keys[r["at"]]): c.claim_id for c, d in zip(claims, group, strict=True) for r in d.rows
            },
        }

    def _prints(self, group: list[Draft]) -> dict[str, str]:
        """Return the fingerprints of the notes of the visits that go out, by visit."""
        visits, notes = self._records["visits"]["visit_id"], self._records["notes"]
        prints = dict(zip(notes["visit_id"], fingerprints(notes), strict=True))
        billed = {str(visits.iloc[row["at"]]) for draft in group for row in draft.rows}
        return {visit: prints[visit] for visit in sorted(billed) if prints.get(visit)}

    def _write(self, claims: list[Claim], control: Control) -> str:
        """Write to a temporary name, read it back, and only then give it its name."""
        if self.file.exists():
            raise Refused(f"The file {self.file.name} exists already; nothing was written over it.")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        parties, draft = Parties(self._records), partial(self.file)
        with draft.open("xb") as out:
            x837p.write(claims, x837p.Partners(parties.submitter(), parties.receiver()), control, out)
            out.flush()
            os.fsync(out.fileno())
        x837p.verify(draft, claims)
        draft.replace(self.file)
        return x837p.sha256_of(self.file)


def _cap(value: object) -> int | None:
    text = str(value or "")
    return round(float(text) * 100) if re.fullmatch(r"\d+(\.\d{1,2})?", text) else None


def _one_of(payers: list[str]) -> str:
    return payers[0] if len(set(payers)) == 1 else "MIXED"

"""One file of claims, from numbers to booked rows: number, journal, write, verify, journal, book.

Source: DESIGN §4; handbook §7.2 (control numbers), §7.10 (batches).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.booking import book, claim_row, expected_allowed, line_rows
from xl_massbill.claims.build import Builder, Draft, numbered
from xl_massbill.claims.claim import Claim
from xl_massbill.claims.control import Control
from xl_massbill.claims.following import Kind
from xl_massbill.claims.in_place import carried
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import keep
from xl_massbill.claims.numbers import claim_prefix, next_claim_number, next_interchange, number_setting
from xl_massbill.commands.form_files import FormFile
from xl_massbill.commands.planning import Plan
from xl_massbill.commands.settle import RESERVED, WRITTEN, partial
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p.writing import CLAIMS_A_SET
from xl_massbill.practice import Records
from xl_massbill.practice.note_print import fingerprints
from xl_massbill.practice.prices import Prices


class Group(NamedTuple):
    """The claims of one file; `usage` is T or P where their payers say it, blank for that of the practice."""

    form: FormFile
    drafts: Sequence[Draft]
    usage: str = ""


class BatchJob:
    """One file: from numbers to booked rows."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one job
        self, workbook: Workbook, journal: Journal, planned: Plan, as_of: dt.date, now: dt.datetime, out: Path
    ) -> None:
        self._workbook, self._journal, self._planned = workbook, journal, planned
        self._as_of, self._now, self._out = as_of, now, out
        self._records: Records = planned.checked.lines.records
        self.file = Path()
        self.claims: list[Claim] = []

    def run(self, builder: Builder, group: Group) -> dict[str, dict[str, Any]]:
        """Write the file of a group of claims and book it (not yet saved); return what to note, by batch."""
        control, numbers = self._reserve(group)
        claims = list(builder.claims(group.drafts, numbers))
        self.claims = claims
        self.file = self._out / self._file_name(control, group.form, len(claims))
        if self.file.exists():
            raise Refused(f"The file {self.file.name} exists already; nothing was written over it.")
        detail = self._detail(claims, group, control)
        self._journal.record(RESERVED, control.batch_id, detail, self._now)
        sha256 = self._write(claims, group.form, control)
        keep(Folder.of(self._workbook.path), self.file, sha256)
        self._journal.record(WRITTEN, control.batch_id, {"sha256": sha256}, self._now)
        return {control.batch_id: book(self._workbook, self._records, detail, sha256)}

    def _reserve(self, group: Group) -> tuple[Control, list[str]]:
        records, settings = self._records, self._records.settings
        fresh = sum(draft.needs_number for draft in group.drafts)
        sets = -(-len(group.drafts) // CLAIMS_A_SET) if group.form.is_interchange else 0
        first = self._journal.reserve(
            {
                "claim": (fresh, next_claim_number(records)),
                "interchange": (1, next_interchange(records)),
                "set": (sets, number_setting(settings, "next_interchange")),
            }
        )
        control = Control(
            interchange=first["interchange"],
            group=first["interchange"],
            st02_first=first["set"],
            batch_id=f"B{first['interchange']:06d}",
            usage=group.usage or str(records["practice"]["usage"].iloc[0] or "T"),
            made=self._now,
        )
        prefix = claim_prefix(records)
        return control, numbered(group.drafts, prefix, self._as_of, first["claim"])

    def _file_name(self, control: Control, form: FormFile, count: int) -> str:
        practice = re.sub(
            r"[^A-Za-z0-9]+", "", str(self._records["practice"]["practice_id"].iloc[0] or "clinic")
        )
        day = f"{self._now:%Y%m%d}"
        return f"{practice}_{form.kind}_{day}_{control.batch_id}_{count}claims{form.ending(self._records)}"

    def _detail(self, claims: list[Claim], group: Group, control: Control) -> dict[str, Any]:
        lines, found = self._planned.checked.lines, group.drafts
        keys = self._records["visits"].keys()
        deadlines = lines["filing_deadline"]
        caps = [_cap(cap) for cap in lines.rule("max_daily_amount")]
        prices = Prices(self._records)
        rows = []
        for claim, draft in zip(claims, found, strict=True):
            at = draft.rows[0]["at"]
            expected = expected_allowed(claim, prices, caps[at])
            last = deadlines.iloc[[row["at"] for row in draft.rows]].min()
            deadline = None if pd.isna(last) or draft.again else last.date()
            row = claim_row(claim, control.batch_id, self._as_of, deadline, expected)
            rows.append(row | self._of_earlier(draft))
        return {
            "file": str(self.file.absolute()),
            "batch": self._batch(claims, group, control),
            "claims": rows,
            "lines": [row for claim in claims for row in line_rows(claim)],
            "notes": self._prints(found),
            "visits": {
                str(keys[row["at"]]): claim.claim_id
                for claim, draft in zip(claims, found, strict=True)
                if draft.again is None or draft.again.kind in (Kind.NEW, Kind.CORRECTED, Kind.ANEW)
                for row in draft.rows
            },
            "again": self._states([d.again.claim_id for d in found if d.again and d.again.is_in_place]),
        }

    def _of_earlier(self, draft: Draft) -> dict[str, Any]:
        """Return what a claim that goes out again has from the one that was rejected, and its filing limit.

        A new claim in the place of a judged one has nothing of it but the limit, counted as for any.
        """
        again = draft.again
        if again is None or not (again.resent or again.kind is Kind.ANEW):
            return {}
        kept = carried(self._records, again.resent, is_in_place=again.is_in_place) if again.resent else {}
        if again.kind not in (Kind.NEW, Kind.ANEW):
            return kept
        limits = self._planned.checked.lines["filing_limit"]
        last = limits.iloc[[row["at"] for row in draft.rows]].min()
        return kept | {"deadline_tfl": None if pd.isna(last) else last.date().isoformat()}

    def _states(self, claims: Sequence[str]) -> dict[str, str]:
        """Return the states of claims that go out again under their number."""
        at, states = self._records.index("claims", "claim_id"), self._records["claims"]["status"]
        return {claim: str(states.iloc[at[claim]]) for claim in claims}

    def _batch(self, claims: list[Claim], group: Group, control: Control) -> dict[str, Any]:
        row = {
            "batch_id": control.batch_id,
            "created_on": self._now.isoformat(timespec="seconds"),
            "usage": control.usage,
            "kind": group.form.kind,
            "payer_id": _one_of([c.payer.payer_id for c in claims]),
            "file_name": self.file.name,
            "n_claims": len(claims),
            "total_charge": sum(draft.charge for draft in group.drafts),
        }
        if group.form.is_interchange:
            row |= {
                "isa13": f"{control.interchange:09d}",
                "gs06": str(control.group),
                "st02_first": f"{control.st02_first:04d}",
                "bht03": control.batch_id,
            }
        return row

    def _prints(self, found: Sequence[Draft]) -> dict[str, str]:
        """Return the fingerprints of the notes of the visits that go out, by visit."""
        visits, notes = self._records["visits"]["visit_id"], self._records["notes"]
        prints = dict(zip(notes["visit_id"], fingerprints(notes), strict=True))
        billed = {str(visits.iloc[row["at"]]) for draft in found for row in draft.rows}
        return {visit: prints[visit] for visit in sorted(billed) if prints.get(visit)}

    def _write(self, claims: list[Claim], form: FormFile, control: Control) -> str:
        """Write to a temporary name, read it back, and only then give it its name."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = partial(self.file)
        with draft.open("xb") as out:
            form.write(claims, self._records, control, out)
            out.flush()
            os.fsync(out.fileno())
        form.verify(draft, claims, self._records, control)
        draft.replace(self.file)
        with self.file.open("rb") as written:
            return hashlib.file_digest(written, "sha256").hexdigest()


def _cap(value: object) -> int | None:
    text = str(value or "")
    return round(float(text) * 100) if re.fullmatch(r"\d+(\.\d{1,2})?", text) else None


def _one_of(payers: list[str]) -> str:
    return payers[0] if len(set(payers)) == 1 else "MIXED"

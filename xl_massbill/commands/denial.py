"""One denied line: what it is about, what to do, and its facts on five sides, differences marked.

Source: handbook §9.1 (step 3), §9.2.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.compare import compare
from xl_massbill.claims.denials.comparison import Compared, Comparison, Side
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Denial
from xl_massbill.claims.kept_files import kept
from xl_massbill.commands.denial_list import Listed, listed
from xl_massbill.forms.x837p.image import image_of
from xl_massbill.practice import Records

MARK = "*"
"""Stands behind a cell that does not fit what was sent."""


@dataclass(frozen=True, slots=True, repr=False)
class Looked:
    """One denied line as one looks at it."""

    listed: Listed
    comparison: Comparison

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return self.listed.as_json() | {
            "compare": [row.as_json() for row in self.comparison.rows],
            "missing": list(self.comparison.missing),
        }

    def notes(self) -> list[str]:
        """Return what is said below the comparison."""
        said = [
            f"{MARK} does not fit what was sent, or does not allow it." if self.comparison.differing else ""
        ]
        said += [f"Missing: {words}." for words in self.comparison.missing]
        return [sentence for sentence in (*said, *self.listed.advice.hints) if sentence]


def denial(workbook: Workbook, denial_id: str, today: dt.date) -> Looked:
    """Return one denied line with its comparison; raise Refused if there is none of that number."""
    desk = Desk(Records(workbook), today)
    one = desk.denial(denial_id)
    return Looked(listed(desk, one), compare(desk, one, _image(workbook, desk, one)))


def _image(workbook: Workbook, desk: Desk, one: Denial) -> dict[str, str] | None:
    """Return who stands on the claim in the file that was sent, None where its bytes were not kept."""
    cells = desk.cells
    batch = cells.at("batches", cells.text("claims", cells.at("claims", one.claim_id), "batch_id"))
    if not workbook.path or cells.text("batches", batch, "kind") != "837P":
        return None
    data = kept(Folder.of(workbook.path), cells.text("batches", batch, "file_hash"))
    found = None if data is None else image_of(data, one.claim_id)
    return None if found is None else found.as_dict()


def shown(row: Compared, side: Side) -> str:
    """Return a cell as a reader sees it, marked if it does not fit."""
    return row.cells.get(side, "") + (f" {MARK}" if side in row.marked else "")

"""Paper before it is printed: a look at the claims on the form, and a page to set the two margins.

Source: handbook §7.8.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.build import Builder, numbered
from xl_massbill.claims.numbers import claim_prefix, next_claim_number
from xl_massbill.commands.form_files import offset_of
from xl_massbill.commands.planning import Plan, plan
from xl_massbill.errors import Refused
from xl_massbill.forms import cms1500
from xl_massbill.practice import Records


def preview(workbook: Workbook, as_of: dt.date, out: Path | None = None) -> tuple[Plan, Path | None]:
    """Write what an export of CMS-1500 forms would print, over a drawing of the boxes; nothing is booked."""
    planned = plan(workbook, as_of, "cms1500")
    if not planned.drafts:
        return planned, None
    lines = planned.checked.lines
    prefix, first = claim_prefix(lines.records), next_claim_number(lines.records)
    claims = Builder(lines).claims(planned.drafts, numbered(planned.drafts, prefix, as_of, first))
    pages = io.BytesIO()
    cms1500.write_preview(claims, pages, signed=as_of)
    return planned, _put(workbook, out, f"preview_CMS1500_{as_of:%Y%m%d}.pdf", pages.getvalue())


def calibrate(workbook: Workbook, out: Path | None = None) -> Path:
    """Write the page that shows by how much the print must move on this printer."""
    page = io.BytesIO()
    cms1500.calibration(page, offset_of(Records(workbook)))
    return _put(workbook, out, "calibration_CMS1500.pdf", page.getvalue())


def _put(workbook: Workbook, out: Path | None, name: str, data: bytes) -> Path:
    """Write a file that may be written over: it is only looked at."""
    file = (out or Folder.of(workbook.path).out) / name
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise Refused(f"{file.name} could not be written ({error.strerror}).") from error
    return file

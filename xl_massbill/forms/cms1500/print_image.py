"""The print image: claims as plain text, 66 lines of 80 characters a page, as some clearinghouses take it.

Source: the grid of the published print specification, 10 characters and 6 lines to the inch.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from xl_massbill.claims.claim import Claim
from xl_massbill.errors import Refused
from xl_massbill.forms.cms1500.boxes import pages
from xl_massbill.forms.cms1500.grid import rows
from xl_massbill.forms.cms1500.remark import Remark

LINE_END = "\r\n"
NEXT_PAGE = "\f"


def write_print_image(
    claims: Iterable[Claim], stream: BinaryIO, *, signed: date | None = None
) -> list[Remark]:
    """Write the claims as text, a form feed between pages, and return what did not fit.

    Raises:
        Refused: there is no claim.
    """
    remarks: list[Remark] = []
    before = ""
    for claim in claims:
        form = pages(claim, signed)
        remarks += form.remarks
        for page in form.pages:
            text = before + "".join(row + LINE_END for row in rows(page))
            stream.write(text.encode("ascii"))
            before = NEXT_PAGE
    if not before:
        raise Refused("There is no claim to write.")
    return remarks

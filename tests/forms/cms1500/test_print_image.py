"""The print image: 66 lines of 80 characters, a form feed between pages."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.forms.cms1500.bills import ALL, AUTO, SEVEN_LINES
from xl_massbill.errors import Refused
from xl_massbill.forms.cms1500 import pages, write_print_image
from xl_massbill.forms.cms1500.geometry import FIELDS


def image(*claims: object) -> str:
    out = BytesIO()
    write_print_image(claims, out)  # type: ignore[arg-type]
    return out.getvalue().decode("ascii")


def test_size_and_pages() -> None:
    text = image(*ALL.values())
    sheets = text.split("\f")
    assert len(sheets) == len(ALL) + 1 and len(image(SEVEN_LINES).split("\f")) == 2
    for sheet in sheets:
        assert sheet.endswith("\r\n")
        assert [len(row) for row in sheet.split("\r\n")[:-1]] == [80] * 66


@pytest.mark.parametrize("name", ALL)
def test_every_box_stands_on_its_line_and_column(name: str) -> None:
    for page, sheet in zip(pages(ALL[name]).pages, image(ALL[name]).split("\f"), strict=True):
        rows = sheet.split("\r\n")
        for box, text in page.items():
            field = FIELDS[box]
            seen = rows[field.line - 1][field.column - 1 : field.end - 1]
            assert seen == (text.rjust(field.width) if field.right else text.ljust(field.width)), box
        assert sum(len(row.replace(" ", "")) for row in rows) == sum(
            len(t.replace(" ", "")) for t in page.values()
        )


def test_a_line_as_it_is_printed() -> None:
    rows = image(AUTO).split("\r\n")
    assert rows[42].rstrip() == " " * 64 + "ZZ 225700000X"
    assert (
        rows[43].rstrip() == "04 14 26 04 14 26 11    97124               AB      180 004        1999999224"
    )
    assert rows[55].rstrip() == "912345678         X   CR26-000105    X                200 00"


def test_remarks_and_refusal() -> None:
    assert write_print_image([AUTO], BytesIO()) == list(pages(AUTO).remarks)
    with pytest.raises(Refused):
        write_print_image([], BytesIO())

"""Where a save must refuse: something stands in the way, or the sheet is written in an unusual way."""

from __future__ import annotations

import io
import re

import pytest
import xlsxwriter

from tests.hosts.clinic import Clinic, loaded
from tests.hosts.lossless import check_saved
from tests.hosts.rich import SESSIONS, SLIPS, SLIPS_TABLE, Parts, rich
from xl_massbill.errors import Refused


class TestInTheWay:
    def refused(self, clinic: Clinic, parts: Parts, words: str) -> None:
        workbook = clinic.put(parts)
        workbook.replace("slips", {"rule": ["r"] * 6})
        with pytest.raises(Refused, match=words):
            workbook.replace("slips", {"rule": ["r"] * 9})
        assert workbook.read("slips").height == 6

    def test_cells_below_are_named(self, clinic):
        parts = rich()
        row = "".join(f'<c r="{c}12"><v>1</v></c>' for c in "BCDEFH")
        parts.edit(SLIPS, "</sheetData>", f'<row r="12">{row}</row></sheetData>')
        self.refused(clinic, parts, "B12, C12, D12 and 3 more stands where rows of the table Slips must go")

    def test_cells_beside_are_not_in_the_way(self, clinic):
        parts = rich()
        parts.edit(
            SLIPS,
            "</sheetData>",
            '<row r="12"><c r="A12"><v>1</v></c><c r="B12" s="1"/><c r="J12"><v>1</v></c></row></sheetData>',
        )
        workbook = clinic.put(parts)
        workbook.replace("slips", {"rule": ["r"] * 12})
        workbook.save()
        check_saved(
            clinic.old, clinic.path.read_bytes(),
            {SLIPS: {(r, c) for r in range(4, 16) for c in range(2, 9)}}, {SLIPS_TABLE},
        )  # fmt: skip
        assert "<v>1</v>" in clinic.cell(SLIPS, "J12")

    def test_merged_cells(self, clinic):
        parts = rich()
        parts.edit(
            SLIPS, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="G11:J12"/></mergeCells>'
        )
        self.refused(clinic, parts, "merged cells G11:J12")

    def test_a_formula_counts_even_without_a_value(self, clinic):
        parts = rich()
        parts.edit(SLIPS, "</sheetData>", '<row r="11"><c r="H11"><f>1</f></c></row></sheetData>')
        self.refused(clinic, parts, "H11")

    def test_another_table(self, clinic):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("Slips")
            sheet.add_table("A1:B7", {"name": "Slips", "columns": [{"header": "Rule"}, {"header": "Place"}]})
            sheet.add_table("B9:C10", {"name": "Theirs"})
        parts = Parts.of(out.getvalue())
        sheet_part = "xl/worksheets/sheet1.xml"
        parts[sheet_part] = re.sub(rb'<row r="9".*?</row>', b"", parts[sheet_part])
        self.refused(clinic, parts, r"the table Theirs \(B9:C10\)")

    def test_a_totals_row(self, clinic):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("Slips")
            sheet.add_table(
                "A1:B8",
                {
                    "name": "Slips",
                    "total_row": True,
                    "columns": [{"header": "Rule", "total_string": "all"}, {"header": "Place"}],
                },
            )
        self.refused(clinic, Parts.of(out.getvalue()), "totals row")
        workbook = clinic.open()
        workbook.replace("slips", {"rule": list("abcdef")})
        workbook.save()
        assert "all" in [c.value for c in loaded(clinic.path.read_bytes())["Slips"]["A"]]

    def test_the_end_of_the_sheet(self, clinic):
        workbook = clinic.put(rich())
        with pytest.raises(Refused, match="no room"):
            workbook.replace("slips", {"rule": ["r"] * 1_048_576})


class TestUnusualSheets:
    def refused(self, clinic: Clinic, parts: Parts) -> None:
        workbook = clinic.put(parts)
        assert workbook.read("sessions").height == 8
        workbook.write("sessions", {"problems": ["x"] * 8})
        with pytest.raises(Refused, match="unusual way"):
            workbook.save()
        assert clinic.path.read_bytes() == clinic.old

    def test_rows_without_numbers(self, clinic):
        parts = rich()
        parts[SESSIONS] = parts[SESSIONS].replace(b'<row r="5"', b"<row")
        self.refused(clinic, parts)

    def test_cells_without_references(self, clinic):
        parts = rich()
        parts[SESSIONS] = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", parts[SESSIONS])
        self.refused(clinic, parts)

    def test_a_reference_written_with_blanks(self, clinic):
        parts = rich()
        parts[SESSIONS] = (
            parts[SESSIONS].replace(b'<c r="F', b'<c r = "F').replace(b'<c r="G2"', b'<c r = "F2"/><c r="G2"')
        )
        self.refused(clinic, parts)

    def test_comments_between_rows(self, clinic):
        parts = rich()
        parts.edit(SESSIONS, "</sheetData>", '<!-- <row r="2"> --></sheetData>')
        self.refused(clinic, parts)

    def test_marked_text(self, clinic):
        parts = rich()
        parts.edit(
            SESSIONS,
            "</sheetData>",
            '<row r="30"><c r="A30" t="inlineStr"><is><t><![CDATA[<row r="2">]]></t></is></c></row></sheetData>',
        )
        self.refused(clinic, parts)

    def test_a_comment_before_everything_is_fine(self, clinic):
        parts = rich()
        parts.edit(SESSIONS, "<worksheet", "<!-- made by a program --><worksheet")
        workbook = clinic.put(parts)
        workbook.write("sessions", {"problems": ["x"] * 8})
        workbook.save()
        assert b"made by a program" in clinic.parts()[SESSIONS]

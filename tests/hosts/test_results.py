"""What a save does to the remembered results of our own formulas: renewed, or forgotten, never stale."""

from __future__ import annotations

import re

import pytest

from tests.hosts.clinic import column
from tests.hosts.rich import LAST, OWN, rich
from xl_massbill.book.calculation import FORMULA_SHEETS
from xl_massbill.errors import Refused
from xl_massbill.hosts import cell_xml

ROWS = (
    '<row r="20"><c r="A20" s="1"><f>COUNTA(Slips[Rule])</f><v>3</v></c>'
    '<c r="B20" t="str"><f>IF(A20=6,"six &amp; more",&quot;&quot;)</f><v>old</v></c>'
    '<c r="C20" cm="1"><f ca="1">A20*2</f></c><c r="D20"><f>WEBSERVICE(Slips[Rule])</f><v>4</v></c>'
    '<c r="E20"><f>SUM(Sessions[Minutes])</f><v>9</v></c><c r="F20"><f>OFFSET(A1:B2,1,1)</f><v>5</v></c>'
    '<c r="G20"><f>E20+1</f><v>10</v></c><c r="H20" t="s"><v>0</v></c>'
    '<c r="I20"><f t="shared" ref="I20:J20" si="0">COUNTA(Slips[Rule])</f><v>3</v></c>'
    '<c r="J20"><f t="shared" si="0"/><v>3</v></c>'
    '<c r="K20"><f t="array" ref="K20:L20">COUNTA(Slips[Rule])</f><v>3</v></c><c r="L20"><v>3</v></c></row>'
)


@pytest.fixture
def parts():
    """Return a workbook whose sheet Last is one of ours, with formulas over its tables."""
    parts = rich()
    parts.edit(LAST, "</sheetData>", ROWS + "</sheetData>")
    name = f'<definedName name="{FORMULA_SHEETS}" hidden="1">\'Last\'!$A$20</definedName>'
    parts.edit("xl/workbook.xml", "</definedNames>", name + "</definedNames>")
    return parts


def results(clinic):
    cells = {ref: clinic.cell(LAST, f"{ref}20") for ref in "ABCDEFG"}
    return {ref: (re.search(r"<v>(.*?)</v>", cell) or [None, None])[1] for ref, cell in cells.items()}


def test_they_follow_the_tables_of_the_run(clinic, parts):
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["R"] * 6})
    workbook.save()
    assert results(clinic) == {
        "A": "6",
        "B": "six &amp; more",
        "C": "12",
        "D": None,
        "E": "9",
        "F": None,
        "G": "10",
    }
    assert clinic.cell(LAST, "C20") == '<c r="C20" cm="1"><f ca="1">A20*2</f><v>12</v></c>'
    assert clinic.cell(LAST, "A20") == '<c r="A20" s="1"><f>COUNTA(Slips[Rule])</f><v>6</v></c>'
    assert clinic.cell(LAST, "D20") == '<c r="D20"><f>WEBSERVICE(Slips[Rule])</f></c>'
    assert clinic.cell(LAST, "H20") == '<c r="H20" t="s"><v>0</v></c>'
    assert 'fullCalcOnLoad="1"' in clinic.parts()["xl/workbook.xml"].decode()


def test_a_formula_that_cells_share_stays_shared(clinic, parts):
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["R"] * 6})
    workbook.save()
    formula = '<f t="shared" ref="I20:J20" si="0">COUNTA(Slips[Rule])</f>'
    assert clinic.cell(LAST, "I20") == f'<c r="I20">{formula}<v>6</v></c>'
    assert clinic.cell(LAST, "J20") == '<c r="J20"><f t="shared" si="0"/></c>', "what it says is not known"
    assert 'ref="K20:L20"' in clinic.cell(LAST, "K20"), "somebody's array is no reason to refuse"


def test_a_text_of_no_characters_and_a_second_run(clinic, parts):
    workbook = clinic.put(parts)
    for many, words in ((6, "six &amp; more"), (7, ""), (6, "six &amp; more")):
        workbook.replace("slips", {"rule": ["R"] * many})
        workbook.save()
        assert results(clinic)["A"] == str(many)
        assert results(clinic)["B"] == words
    assert clinic.cell(LAST, "B20").startswith('<c r="B20" t="str"><f>')


def test_of_tables_that_were_not_written_they_stay(clinic, parts):
    workbook = clinic.put(parts)
    workbook.write("sessions", {"problems": ["x"] * 8})
    workbook.save()
    got = results(clinic)
    assert (got["A"], got["B"], got["D"]) == ("3", "old", "4")
    assert got["E"] == str(int(sum(column(clinic.open(), "sessions", "Minutes"))))


def test_a_renamed_sheet_is_still_ours_and_other_sheets_stay(clinic, parts):
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="Last"', b'name="Kim\'s &amp; Co"')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"'Last'!$A$20", b"'Kim''s &amp; Co'!$A$20")
    before = parts[OWN]
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["R"] * 6})
    workbook.save()
    assert results(clinic)["A"] == "6"
    assert clinic.parts()[OWN] == before


def test_without_the_name_nothing_is_ours(clinic, parts):
    parts.edit("xl/workbook.xml", FORMULA_SHEETS, "something_else")
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["R"] * 6})
    workbook.save()
    assert results(clinic)["A"] == "3"


def test_days_counted_from_1904_are_left_to_excel(clinic, parts):
    parts["xl/workbook.xml"] = re.sub(rb"<workbookPr", b'<workbookPr date1904="1"', parts["xl/workbook.xml"])
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["R"] * 6})
    workbook.save()
    assert results(clinic)["A"] is None and results(clinic)["E"] == "9"


def test_what_a_person_typed_beside_them_counts(clinic, parts):
    typed = ROWS + (
        '<row r="21"><c r="A21"><f>COUNTA(Slips[Rule])+$B$21</f><v>3</v></c><c r="B21"><v>40</v></c>'
        '<c r="C21" t="str"><f>IF(D21="","blank","full")&amp;COUNTA(Slips[Rule])</f><v>old</v></c></row>'
    )
    parts[LAST] = parts[LAST].replace(ROWS.encode(), typed.encode())
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["R"] * 6})
    workbook.save()
    assert "<v>46</v>" in clinic.cell(LAST, "A21") and "<v>blank6</v>" in clinic.cell(LAST, "C21")
    assert clinic.cell(LAST, "B21") == '<c r="B21"><v>40</v></c>'


def test_when_no_cell_differs_nothing_is_renewed(clinic, parts):
    workbook = clinic.put(parts)
    workbook.write("sessions", {"problems": column(workbook, "sessions", "Problems")})
    workbook.save()
    assert clinic.path.read_bytes() == clinic.old


@pytest.mark.parametrize("spoil", [b"<f>COUNTA(Slips[Rule])</f>", b"<v>6</v>"])
def test_a_spoiled_formula_or_result_is_noticed(clinic, parts, spoil, monkeypatch):
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["R"] * 6})
    good = cell_xml.CellWriter.renewed
    spoiled = spoil.replace(b"6", b"7").replace(b"Rule", b"Role")
    monkeypatch.setattr(
        cell_xml.CellWriter, "renewed", lambda *given: good(*given).replace(spoil, spoiled, 1)
    )
    with pytest.raises(Refused, match="read back"):
        workbook.save()
    assert clinic.path.read_bytes() == clinic.old

"""What a save does with formulas: the program's own columns, people's, and the clinic's calculated ones."""

from __future__ import annotations

import re

import pytest

from tests.hosts.clinic import column
from tests.hosts.rich import SESSIONS, SLIPS, SLIPS_TABLE, rich
from xl_massbill.book.workbook import NOT_CALCULATED
from xl_massbill.errors import Refused


def test_the_clinic_s_calculated_column_goes_on_and_ends_with_the_table(clinic):
    workbook = clinic.put(rich())
    workbook.replace("slips", {"rule": [f"N-{i}" for i in range(8)]})
    assert column(workbook, "slips", "My sum")[-3:] == [0, NOT_CALCULATED, NOT_CALCULATED]
    workbook.save()
    formula = re.search(r"<f>.*</f>", clinic.cell(SLIPS, "G4"))[0]
    assert clinic.cell(SLIPS, "G11") == f'<c r="G11">{formula}</c>'
    workbook.replace("slips", {"rule": ["N-0", "N-1", "N-2", "N-3"]})
    workbook.save()
    assert clinic.cell(SLIPS, "G7").count(formula) == 1
    assert formula not in clinic.cell(SLIPS, "G8")
    workbook.replace("slips", {"rule": ["r"] * 12})
    workbook.save()
    assert formula in clinic.cell(SLIPS, "G15")


def test_a_calculated_array_column_goes_on_as_an_array(clinic):
    parts = rich()
    parts.edit(SLIPS_TABLE, "<calculatedColumnFormula>", '<calculatedColumnFormula array="1">')
    workbook = clinic.put(parts)
    workbook.append("slips", {"rule": ["N"]})
    workbook.save()
    assert '<f t="array" ref="G10">' in clinic.cell(SLIPS, "G10")
    assert column(clinic.open(), "slips", "My sum")[-1] is NOT_CALCULATED


def test_a_formula_that_a_person_typed_into_a_calculated_column_is_theirs(clinic):
    parts = rich()
    parts.edit(SLIPS_TABLE, "<calculatedColumnFormula>", "<!-- --><calculatedColumnFormula>")
    parts[SLIPS_TABLE] = re.sub(
        rb"<calculatedColumnFormula>.*?</calculatedColumnFormula>", b"", parts[SLIPS_TABLE]
    )
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["N"]})
    assert workbook.read("slips").height == 6
    workbook.save()
    assert "<f>" in clinic.cell(SLIPS, "G9")


def test_people_s_formulas_stay_as_they_are(clinic):
    workbook = clinic.put(rich())
    before = [clinic.cell(SESSIONS, f"G{r}") for r in range(2, 10)]
    workbook.write("sessions", {"problems": ["x"] * 8, "status": ["y"] * 8})
    workbook.save()
    assert [clinic.cell(SESSIONS, f"G{r}") for r in range(2, 10)] == before
    assert "<f>" in before[0]


def test_marks_of_dynamic_arrays_and_rich_values_go_with_the_old_value(clinic):
    parts = rich()
    parts[SESSIONS] = re.sub(
        rb'<c r="F3"( s="\d+")[^>]*>.*?</c>',
        rb'<c r="F3"\1 t="e" cm="1" vm="1"><v>#VALUE!</v></c>',
        parts[SESSIONS],
    )
    workbook = clinic.put(parts)
    workbook.write("sessions", {"problems": [None, "x", *[None] * 6]})
    workbook.save()
    assert re.fullmatch(r'<c r="F3" s="\d+" t="inlineStr"><is>.*</is></c>', clinic.cell(SESSIONS, "F3"))


@pytest.mark.parametrize("kind", ['t="shared" ref="F3:G3" si="0"', 't="array" ref="F3:G3"'])
def test_a_formula_that_others_live_from_is_not_overwritten(clinic, kind):
    parts = rich()
    shared = (
        b'<c r="G3"><f t="shared" si="0"/><v>1</v></c>' if "shared" in kind else b'<c r="G3"><v>1</v></c>'
    )
    parts[SESSIONS] = re.sub(
        rb'<c r="F3".*?</c><c r="G3".*?</c>',
        f'<c r="F3"><f {kind}>1</f><v>1</v></c>'.encode() + shared,
        parts[SESSIONS],
    )
    workbook = clinic.put(parts)
    workbook.write("sessions", {"problems": ["x"] * 8})
    with pytest.raises(Refused, match="G3 shares a formula"):
        workbook.save()
    assert clinic.path.read_bytes() == clinic.old


def test_a_shared_formula_whose_cells_all_go_may_go(clinic):
    parts = rich()
    parts[SESSIONS] = re.sub(
        rb'<c r="F3".*?</c>', b'<c r="F3"><f t="shared" ref="F3:F9" si="0">1</f><v>1</v></c>', parts[SESSIONS]
    )
    workbook = clinic.put(parts)
    workbook.write("sessions", {"problems": ["x"] * 8})
    workbook.save()
    assert column(clinic.open(), "sessions", "Problems") == ["x"] * 8

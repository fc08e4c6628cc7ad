"""Letters as files: judged by another program, the same whenever made, and safe from what stands in a cell."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import FileFormat, OpenXmlValidator

from tests.commands.test_denial_letter import FOLDER, earlier, made
from tests.denied_case import denied
from tests.workbooks import write_workbook
from xl_massbill.commands.build import ROOT
from xl_massbill.forms.letters.templates import Letter, template
from xl_massbill.forms.letters.writing import written


@pytest.fixture
def book(tmp_path):
    return lambda tables: write_workbook(tmp_path / "clinic.xlsx", tables)


@pytest.mark.judge
def test_an_independent_judge_finds_no_error(book):
    validator = OpenXmlValidator(FileFormat.MICROSOFT_365)
    for one in (made(book(earlier(denied(denial={"carc": "50"})))).file, *(ROOT / FOLDER).glob("*.docx")):
        assert [str(error) for error in validator.validate(str(one)).errors] == []
    assert len([*(ROOT / FOLDER).glob("*.docx")]) == len(Letter)


def test_a_template_is_the_same_whenever_it_is_made():
    for one in Letter:
        first = template(one)
        template.cache_clear()
        assert template(one) == first


NASTY = ["<w:p>&amp;</w:p>", "a & b < c", "{{ patient }}", "{% for x in y %}", "]]>", "\x0b\x00\x07", "line\nline", "\u202e\u200f", "\ud800", "😀", "{_{ x }_}"]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=40)), min_size=3, max_size=3))
def test_whatever_stands_in_a_cell_is_text_in_the_letter(cells):
    facts = dict.fromkeys(
        ("clinic", "today", "payer_fax", "denial_code", "denial_words", "remit_no", "remit_day", "amount", "patient",
         "born", "member_id", "group_no", "payer_claim_no", "claim_id", "days", "charge", "therapist", "therapist_npi",
         "clinic_npi", "clinic_tin", "order_by", "order_day", "order_words", "order_dx", "order_extent", "goals", "plan",
         "deadline", "sent_by", "contact", "phone"), "plain"
    )  # fmt: skip
    facts |= {
        "has_order": True,
        "is_clinical": True,
        "clinic_lines": [cells[0]],
        "payer_lines": cells,
        "remarks": [],
    }
    facts |= {"lines": [], "measures": [{"day": "d", "before": "1", "after": "2", "measured": cells[1]}]}
    facts |= {"evidence": cells, "enclosures": ["x"], "patient": cells[2]}
    data = written(template(Letter.FIRST), "appeal_first.docx", facts)
    assert data == written(template(Letter.FIRST), "appeal_first.docx", facts)
    plain = written(template(Letter.FIRST), "appeal_first.docx", facts | dict(PLAIN))
    ours, theirs = (docx.Document(io.BytesIO(one)) for one in (data, plain))
    assert len(ours.tables) == len(theirs.tables) and len(ours.paragraphs) == len(theirs.paragraphs)


PLAIN = {"evidence": [""] * 3, "patient": "", "payer_lines": [""] * 3}

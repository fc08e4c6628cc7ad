"""Payers that want different files get different files; what one file holds is written as its payers want it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.commands.clinics import EMPTY, events, rows
from tests.commands.crashing_export import NOW
from tests.forms.x837p.cases import case_1, case_2
from tests.forms.x837p.judges import accepts, understood
from tests.workbooks import workbook_of, write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.commands.export import export
from xl_massbill.commands.form_files import X837P
from xl_massbill.commands.settle import BOOKED
from xl_massbill.forms.x837p import claim_ids_in
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.x12.delimiters import Style, chosen

DAY = NOW.date()


def exported(folder, payer="SBS01", **wishes):
    """Return the workbook and the files of two claims of two payers, one of which has wishes."""
    tables = practice("V1", "V2") | {name: [] for name in EMPTY}
    next(row for row in tables["payers"] if row["payer_id"] == payer).update(wishes)
    path = write_workbook(folder / "clinic.xlsx", tables)
    return path, export(FileWorkbook(path), DAY, NOW).files


@pytest.mark.judge
@pytest.mark.parametrize(
    ("wishes", "begins", "holds"),
    [
        ({"separators": "|^>~"}, b"ISA|00|", b"HI|ABK>M5459|"),
        ({"letters": "AS_TYPED"}, b"ISA*00*", b"NM1*IL*1*Okafor*Samuel*"),
        ({"line_breaks": "N"}, b"ISA*00*", b"~GS*HC*"),
        ({"usage": "P"}, b"ISA*00*", b"*0*P*:~"),
        ({"gs08_version": "005010X222A2"}, b"ISA*00*", b"*X*005010X222A2~"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_wish_makes_a_file_of_its_own(tmp_path, wishes, begins, holds):
    path, files = exported(tmp_path, **wishes)
    assert [claim_ids_in(file) for file in files] == [["CR26-000101"], ["CR26-000102"]]
    usual, other = (file.read_bytes() for file in files)
    assert other.startswith(begins)
    assert holds in other
    assert (other == other.upper()) == ("letters" not in wishes)
    assert usual.startswith(b"ISA*00*") and b"*0*T*:~\n" in usual
    for data in (usual, other):
        assert [seen.claim_id for seen in understood(data)]
        if "gs08_version" not in wishes:
            assert accepts(data)
    batches = rows(path, "batches")
    assert [(b["batch_id"], b["n_claims"], b["usage"]) for b in batches] == [
        ("B000101", 1, "T"), ("B000102", 1, wishes.get("usage", "T")),
    ]  # fmt: skip
    assert len(events(path, BOOKED)) == 2


def test_payers_that_agree_share_a_file(tmp_path):
    _, files = exported(tmp_path, separators="*^:~", line_breaks="Y", letters="CAPITALS", usage="T")
    assert [claim_ids_in(file) for file in files] == [["CR26-000101", "CR26-000102"]]


def test_other_forms_know_nothing_of_it(tmp_path):
    tables = practice("V1", "V2") | {name: [] for name in EMPTY}
    tables["payers"][0]["separators"] = "|^>~"
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    assert len(export(FileWorkbook(path), DAY, NOW, form="csv").files) == 1


def test_a_claim_that_breaks_the_guide_is_found_beside_one_of_another_file():
    records = Records(workbook_of(practice("V1")))
    good, long = case_1().claim, replace(case_2().claim, medical_record_no="X" * 60)
    other = replace(long.payer, style=Style(chosen("|^>~")), usage="P")
    found = X837P().unfit([good, replace(long, payer=other)], records, DAY)
    assert list(found) == [1]
    assert "REF" in found[1]

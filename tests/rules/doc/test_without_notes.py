"""Rules about notes in a workbook that has no sheet Notes: nothing is known, nothing is said."""

from __future__ import annotations

from tests.rules.cases import AS_OF, clean
from tests.workbooks import workbook_of
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.run import check


def test_no_sheet_no_finding():
    tables = clean()
    del tables["notes"]
    chosen = [rule for rule in rules() if rule.group == "DOC"]
    assert len(chosen) == 25
    assert check(Records(workbook_of(tables)), AS_OF, chosen).findings == []

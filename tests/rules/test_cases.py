"""Every rule against its own cases, and the clean practice against all rules."""

from __future__ import annotations

import pytest

from tests.rules.cases import AS_OF, Case, cases, clean, workbook
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.run import check

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[c.id for c in CASES])
def test_case(case: Case) -> None:
    outcome = case.run()
    assert case.misses(outcome) == ""
    others = [
        f"{f.rule}: {f.message}"
        for f in outcome.findings
        if f.severity == "error" and _is_another(f.rule, case)
    ]
    assert [o for o in others if o.partition(":")[0] not in case.also] == []


def _is_another(rule: str, case: Case) -> bool:
    """Return whether a case must list this rule before it may speak.

    A case changes minutes, codes and days without writing the note anew; what the rules about notes say of
    that is the matter of their own cases only.
    """
    return rule != case.rule and (case.rule.startswith("DOC") or not rule.startswith("DOC"))


def test_clean_practice_has_no_finding() -> None:
    outcome = check(Records(workbook(clean())), AS_OF)
    assert [(f.rule, f.message) for f in outcome.findings] == []


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.id)
def test_rule_has_two_bad_and_two_good_cases(rule) -> None:
    mine = [c for c in CASES if c.rule == rule.id]
    assert len([c for c in mine if c.expect]) >= 2, "needs two cases in which it fires"
    assert len([c for c in mine if not c.expect]) >= 2, "needs two cases in which it is silent"


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.id)
def test_rule_says_why_and_by_whose_word(rule) -> None:
    assert rule.certainty in tuple("RGD")
    assert all((rule.source, rule.title, rule.example))

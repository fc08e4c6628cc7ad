"""The unit columns of many lines against the same sums done slowly, line by line."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.cases import AS_OF, clean, workbook
from xl_massbill.codes.units import UnitRule, support, when_unknown
from xl_massbill.practice import Lines, Records

CODES = ("97124", "97140", "97010")
RULES = {"EHP01": "AMA_MIDPOINT", "SBS01": "CMS_TOTAL", "FUL01": "FULL15", "UNK01": ""}

a_line = st.fixed_dictionaries(
    {
        "visit_id": st.sampled_from(("V1", "V2", "V3", "V4")),
        "patient_id": st.sampled_from(("P1", "P2")),
        "therapist_id": st.sampled_from(("T1", "T2")),
        "coverage_id": st.sampled_from(tuple(RULES)),
        "dos": st.sampled_from(("2026-05-04", "2026-05-05")),
        "code": st.sampled_from(CODES),
        "minutes": st.integers(1, 70),
        "units": st.integers(0, 5),
        "status": st.sampled_from(("DONE", "DONE", "DONE", "CASH", "CANCELLED")),
    }
)


def lines_of(rows) -> Lines:
    tables = clean()
    tables["payers"] = [{**tables["payers"][0], "payer_id": payer} for payer in RULES]
    tables["payer_rules"] = [
        {**tables["payer_rules"][0], "payer_id": payer, "value": rule}
        for payer, rule in RULES.items()
        if rule
    ]
    tables["coverage"] = [
        {**tables["coverage"][0], "coverage_id": payer, "payer_id": payer} for payer in RULES
    ]
    tables["visits"] = [{**tables["visits"][0], **row, "line_no": n} for n, row in enumerate(rows, 1)]
    return Lines(Records(workbook(tables)), AS_OF)


def slowly(rows):
    """Yield for each row what the columns should hold, None where there is nothing."""
    pools = defaultdict(dict)
    for i, row in enumerate(rows):
        if row["status"] == "DONE" and row["code"] != "97010":
            whose = tuple(row[k] for k in ("patient_id", "dos", "therapist_id", "coverage_id"))
            pools[whose].setdefault(row["code"], []).append(i)
    found = [None] * len(rows)
    for whose, codes in pools.items():
        minutes = tuple(sum(rows[i]["minutes"] for i in at) for at in codes.values())
        billed = tuple(sum(rows[i]["units"] for i in at) for at in codes.values())
        rule = RULES[whose[3]]
        strict, generous = when_unknown(minutes) if not rule else (support(UnitRule(rule), minutes),) * 2
        for place, at in enumerate(codes.values()):
            for i in at:
                found[i] = {
                    "unit_minutes": minutes[place],
                    "unit_billed": billed[place],
                    "unit_supported": generous.nearest(billed)[place],
                    "unit_surely": strict.nearest(billed)[place],
                    "unit_low": strict.low[place],
                    "unit_high": generous.high[place],
                    "unit_total": generous.total,
                    "unit_cms": None if rule else support(UnitRule.CMS_TOTAL, minutes).total,
                    "unit_ama": None if rule else support(UnitRule.AMA_MIDPOINT, minutes).total,
                    "unit_first": at[0],
                    "unit_pool_first": min(codes.values())[0],
                }
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(a_line, min_size=1, max_size=14))
def test_columns_are_what_slow_sums_give(rows):
    lines = lines_of(rows)
    expected = slowly(rows)
    for name in (
        "unit_minutes",
        "unit_billed",
        "unit_supported",
        "unit_surely",
        "unit_low",
        "unit_high",
        "unit_total",
        "unit_cms",
        "unit_ama",
    ):
        got = [
            None if value is None else int(value)
            for value in lines[name].astype(object).where(lines[name].notna(), None)
        ]
        assert got == [None if e is None else e[name] for e in expected], name
    for name in ("unit_first", "unit_pool_first"):
        assert all(
            e is None or e[name] == got for e, got in zip(expected, lines[name].tolist(), strict=True)
        ), name


@settings(max_examples=60, deadline=None)
@given(st.lists(a_line, min_size=1, max_size=14))
def test_a_code_lends_when_the_others_stand_only_with_it(rows):
    lines = lines_of(rows)
    pools = lines["unit_pool"].fillna(-1).tolist()
    for i, lends in enumerate(lines["unit_lends"].fillna(0).tolist()):
        if pools[i] < 0:
            assert not lends
            continue
        mine = [j for j, pool in enumerate(pools) if pool == pools[i]]
        codes = list(dict.fromkeys(rows[j]["code"] for j in mine))
        rule = RULES[rows[i]["coverage_id"]]

        def holds(kept, own=rows[i]["code"], rule=rule, mine=mine):
            minutes = tuple(sum(rows[j]["minutes"] for j in mine if rows[j]["code"] == c) for c in kept)
            billed = [sum(rows[j]["units"] for j in mine if rows[j]["code"] == c) * (c != own) for c in kept]
            answer = when_unknown(minutes)[1] if not rule else support(UnitRule(rule), minutes)
            return answer.allows(billed)

        others = [c for c in codes if c != rows[i]["code"]]
        assert bool(lends) == (holds(codes) and not holds(others))


def test_no_lines_no_columns():
    lines = lines_of([])
    assert len(lines["unit_supported"]) == len(lines["unit_first"]) == 0


def test_a_cell_that_cannot_be_read_is_known_to_all_who_read_the_answer():
    plan = {"coverage_id": "EHP01"}
    lines = lines_of([{**plan, "minutes": "an hour"}, {**plan, "visit_id": "V2", "dos": "2026-05-05"}])
    assert lines.unread("unit_supported").tolist() == [True, False]
    assert lines["unit_supported"].isna().tolist() == [True, False]

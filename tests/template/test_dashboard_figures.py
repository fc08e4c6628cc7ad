"""What sheet Dashboard shows is what the command says, whatever months, payer and therapist are chosen."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from tests.aging.ledgers import AS_OF, PAYERS, THERAPISTS, ledger
from tests.aging.test_worklist import book as workbook
from tests.template.dashboards import Shown
from xl_massbill.aging.kpi import Window, kpis
from xl_massbill.aging.pareto import pareto, pay_days
from xl_massbill.codes.key_figures import KEY_FIGURES, NOBODY, Unit
from xl_massbill.commands.kpi import figures, write
from xl_massbill.template import dashboard_sums as sums
from xl_massbill.template.dashboard_grid import EACH, FIGURES, LISTS, MONTHS, OWED, PAY_DAYS, PEOPLE, REASONS

CASH = {"status": "CASH", "dos": dt.date(2026, 8, 3), "charge": 90, "patient_paid": 40, "therapist_id": "T1"}
CARC = [{"code": code, "short_own_wording": f"words of {code}"} for code in
        ("1", "16", "18", "27", "29", "50", "96", "119", "197", "234", "B7", "45")]  # fmt: skip


@pytest.fixture(scope="module")
def ledgers():
    """A practice with 250 claims, and its figures, written."""
    tables = ledger(250)
    claims = tables.pop("claims")
    people = {
        "payers": [{"payer_id": p, "name": f"Plan {p}"} for p in PAYERS],
        "therapists": [{"therapist_id": t} for t in THERAPISTS if t],
        "carc": CARC,
        "kpis": [],
    }
    made = workbook(claims, CASH, **tables, **people)
    found = figures(made, AS_OF)
    write(made, found)
    return made, found


CHOICES = {
    "nothing": {},
    "months": {sums.FROM: dt.date(2026, 2, 1), sums.TO: dt.date(2026, 4, 17)},
    "one month": {sums.FROM: dt.date(2026, 7, 31), sums.TO: dt.date(2026, 7, 1)},
    "from alone": {sums.FROM: dt.date(2025, 6, 15)},
    "to alone": {sums.TO: dt.date(2025, 12, 31)},
    "later than today": {sums.FROM: dt.date(2026, 9, 1), sums.TO: dt.date(2027, 1, 31)},
    "payer": {sums.PAYER: "SBS01"},
    "therapist": {sums.THERAPIST: "T1"},
    "no therapist": {sums.THERAPIST: NOBODY},
    "both": {sums.PAYER: "EHP01", sums.THERAPIST: "T2", sums.FROM: dt.date(2026, 1, 1)},
    "nobody's": {sums.PAYER: "NONE"},
}


@pytest.fixture(params=CHOICES)
def chosen(request, ledgers, book):
    """The sheet with a choice, and the rows that the command would take for it."""
    made, found = ledgers
    typed = CHOICES[request.param]
    shown = Shown(book, made, typed)
    window = Window(shown.day(sums.FIRST.replace("$", "")), shown.day(sums.LAST.replace("$", "")))
    part = found.all_time.within(*window)
    for cell, by in ((sums.PAYER, "payer_id"), (sums.THERAPIST, "therapist_id")):
        part = part.of(by, typed[cell]) if cell in typed else part
    return shown, part, window


def same(one, other):
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("nothing", "2025-10-01", "2026-09-30"), ("months", "2026-02-01", "2026-04-30"),
     ("one month", "2026-07-01", "2026-07-31"), ("from alone", "2025-06-01", "2026-09-30"),
     ("to alone", "2025-01-01", "2025-12-31"), ("later than today", "2026-09-01", "2026-09-30")],
)  # fmt: skip
def test_the_months_that_are_meant(ledgers, book, name, first, last):
    shown = Shown(book, ledgers[0], CHOICES[name])
    assert [str(shown.day(c.replace("$", ""))) for c in (sums.FIRST, sums.LAST)] == [first, last]
    assert shown["D1"].startswith(f"{first} to {last}, by date of service. Owed as of 2026-09-30")


def test_without_a_choice_it_is_the_command_s_own_period(ledgers, book):
    made, found = ledgers
    shown = Shown(book, made)
    assert found.window == (shown.day("V3"), shown.day("V4")) == (dt.date(2025, 10, 1), AS_OF)


def test_every_formula_has_a_result(chosen):
    assert chosen[0].unknown() == []


def test_every_figure_is_the_command_s(chosen):
    shown, part, window = chosen
    for row, kpi in enumerate(kpis(part, window), FIGURES + 1):
        value, cell = kpi.value, shown[f"C{row}"]
        assert shown[f"B{row}"] == kpi.figure.title
        if value is None:
            assert cell == "unknown"
        else:
            assert same(cell, value / 100 if kpi.unit is Unit.DOLLARS else value), kpi.key
        assert shown[f"D{row}"] == {True: "yes", False: "no", None: ""}[kpi.meets_aim()], kpi.key
    opened = int(part.claims["open"].sum())
    assert same(shown[f"C{FIGURES + len(KEY_FIGURES) + 1}"], opened / 100)


def test_what_is_owed_by_age(chosen):
    shown, part, _ = chosen
    for row, kind in ((OWED + 1, "INSURANCE"), (OWED + 2, "PATIENT")):
        own = part.owed[part.owed["kind"] == kind]
        for bucket, letter in enumerate("MNOPQ"):
            assert same(shown[f"{letter}{row}"], own["cents"][own["bucket"] == bucket].sum() / 100)
        assert same(shown[f"R{row}"], own["cents"].sum() / 100)


def test_the_reasons_of_denials(chosen):
    shown, part, _ = chosen
    known = {row["code"] for row in CARC}
    reasons = pareto(part)
    listed = [r for r in reasons if r.carc in known][:REASONS]
    rows = range(LISTS + 1, LISTS + 1 + REASONS)
    assert [shown[f"K{row}"] for row in rows if shown[f"K{row}"]] == [r.carc for r in listed]
    added = 0.0
    for row, reason in zip(rows, listed, strict=False):
        assert shown[f"L{row}"] == f"words of {reason.carc}"
        assert (shown[f"P{row}"], shown[f"Q{row}"]) == (reason.lines, pytest.approx(reason.cents / 100))
        added += reason.share
        assert same(shown[f"R{row}"], reason.share) and same(shown[f"S{row}"], added)
    other, rest = rows[-1] + 1, [r for r in reasons if r not in listed]
    assert same(shown[f"P{other}"], sum(r.lines for r in rest))
    assert same(shown[f"Q{other}"], sum(r.cents for r in rest) / 100)
    assert same(shown[f"S{other}"], 1.0 if reasons else 0.0)


def test_the_days_to_pay(chosen):
    shown, part, _ = chosen
    assert [shown[f"{c}{PAY_DAYS + 1}"] for c in "NOPQRS"] == list(pay_days(part).values())


def measured(shown, row, at):
    return [shown[f"{letter}{row}"] for letter in at]


def alike(ones, others):
    return all(
        one == other if "" in (one, other) else same(one, other)
        for one, other in zip(ones, others, strict=True)
    )


def wanted(part, window):
    """Return claims, charges, payments, clean, denied, net and days of a part."""
    by = {k.key: k for k in kpis(part, window)}
    whole = by["gross_collection"]
    values = [by[k].value for k in ("clean_claims", "denials", "net_collection", "days_to_pay")]
    return [len(part.claims), whole.under / 100, whole.over / 100, *("" if v is None else v for v in values)]


def test_month_by_month(chosen, ledgers):
    shown, _part, window = chosen
    all_time = ledgers[1].all_time.within(None, AS_OF)
    for row in range(LISTS + 1, LISTS + 1 + MONTHS):
        month = shown.day(f"B{row}")
        own = all_time.of("month", dt.datetime.combine(month, dt.time()))
        for cell, by in ((sums.PAYER, "payer_id"), (sums.THERAPIST, "therapist_id")):
            own = own.of(by, shown[cell]) if shown[cell] else own
        assert alike(measured(shown, row, "CDEFGHI"), wanted(own, window))
    assert month == window.last.replace(day=1)


@pytest.mark.parametrize(
    ("by", "name", "at"), [("payer_id", "B", "CDEFGHI"), ("therapist_id", "K", "MNOPQRS")]
)
def test_payers_and_therapists(chosen, by, name, at):
    shown, part, window = chosen
    keys = [key for key in part.keys(by) if key != NOBODY and part.of(by, key).claims["charge"].sum()]
    rows = range(PEOPLE + 1, PEOPLE + 1 + EACH)
    names = [shown[f"{name}{row}"] for row in rows]
    assert [n for n in names if n] == [f"Plan {key}" if by == "payer_id" else key for key in keys]
    for row, key in zip(rows, keys, strict=False):
        assert alike(measured(shown, row, at), wanted(part.of(by, key), window))


def test_one_payment_changed_and_the_sheet_follows(book):
    """A claim of the window that nobody paid is paid: exactly these figures are others."""
    tables = ledger(120)
    claims = tables.pop("claims")
    one = next(c for c in claims if c["status"] == "ACCEPTED" and c["dos_from"] > dt.date(2026, 1, 1))
    paid = one | {"status": "CLOSED", "paid_total": one["total_charge"]}
    remits = [
        *tables["remits"],
        {"remit_id": "RX", "payment_date": one["first_submitted_on"] + dt.timedelta(days=20)},
    ]
    line = {"payment_id": "PMX", "row_type": "PAY", "claim_id": one["claim_id"], "line_no": 1, "remit_id": "RX",
            "paid": one["total_charge"], "charge": one["total_charge"], "post_status": "POSTED"}  # fmt: skip
    more = tables | {"remits": remits, "payments": [*tables["payments"], line]}
    values = []
    for rows, others in ((claims, tables), ([paid if c is one else c for c in claims], more)):
        made = workbook(rows, CASH, **others, carc=CARC, kpis=[], payers=[], therapists=[])
        write(made, figures(made, AS_OF))
        shown = Shown(book, made)
        values.append({key: shown[f"C{row}"] for row, key in enumerate(KEY_FIGURES, FIGURES + 1)})
    before, after = values
    assert {key for key in KEY_FIGURES if not same(before[key], after[key])} == {
        "days_in_ar", "first_pass", "denials", "denied_money", "gross_collection", "net_collection", "days_to_pay",
        "over_90",
    }  # fmt: skip


def test_a_workbook_without_figures(book):
    shown = Shown(book, workbook([], kpis=[], payers=[], carc=[], therapists=[]))
    assert shown.unknown() == []
    assert shown["D1"].startswith("Not made yet")
    assert {shown[f"C{row}"] for row in range(FIGURES + 1, FIGURES + len(KEY_FIGURES) + 2)} == {"unknown"}


def test_months_the_wrong_way_round_are_told(ledgers, book):
    shown = Shown(book, ledgers[0], {sums.FROM: dt.date(2026, 5, 1), sums.TO: dt.date(2026, 4, 1)})
    assert shown["D1"] == "The first month is after the last one." and shown.unknown() == []

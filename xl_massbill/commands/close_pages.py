"""The pages of a closed month: what an owner signs and an accountant files. They name no patient.

Source: handbook §10.3 (layout), §8.6 (ties), §10.8 (figures); issue of the follow-up, point 7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xl_massbill.aging.report import Row
from xl_massbill.claims.claim import BillingProvider
from xl_massbill.claims.ledger import INSURANCE, PATIENT
from xl_massbill.commands.age import ANCHOR_WORDS
from xl_massbill.commands.close_facts import MonthFacts
from xl_massbill.forms.paper import Amounts, Beside, Block, Facts, Head, Paper, Signature, Words
from xl_massbill.forms.wording import clinic_lines, day, dollars, money, person

Reckoning = Sequence[tuple[str, int, bool]]


def pages(facts: MonthFacts, clinic: BillingProvider, by: str, on: dt.date) -> Paper:
    """Return the pages of a month."""
    blocks: list[Block] = [_in_short(facts), *_undone(facts), *_movement(facts), *_aging(facts)]
    blocks += [*_ties(facts), *_adjusted(facts), *_write_offs(facts), *_figures(facts)]
    blocks.append(Signature(("Prepared by", "Approved by", "Date")))
    return Paper(
        clinic=person(clinic.name),
        clinic_lines=clinic_lines(clinic),
        title="Month-end close",
        number=facts.month.words,
        title_lines=(f"Closed {day(on)} by {by}",) if by else ("Not closed: a look ahead",),
        blocks=tuple(blocks),
    )


def _in_short(facts: MonthFacts) -> Block:
    report = facts.aged.report
    total = report.total
    left = Facts(
        f"Owed on {day(facts.month.last)}",
        (
            ("Insurance", (_dollars(report.of(INSURANCE).total),)),
            ("Patients", (_dollars(report.of(PATIENT).total),)),
            ("Together", (_dollars(total.total),)),
            ("Over 90 days", (_dollars(sum(facts.aged.usual().total.buckets[3:])),)),
            ("Credits", (_dollars(total.credits),)),
            ("Not billed yet", (_dollars(total.unbilled),)),
        ),
    )
    right = Facts(
        f"Posted in {facts.month.words}",
        (
            ("Received", (_dollars(facts.received),)),
            ("In the bank", (_dollars(facts.banked),)),
            ("Taken off", (_dollars(sum(one.cents for one in facts.adjusted)),)),
            ("Written off", (_dollars(facts.written_off),)),
        ),
    )
    return Beside(left, right)


def _undone(facts: MonthFacts) -> Iterator[Block]:
    if facts.undone:
        yield Facts("Not settled when it was closed", (("", facts.undone),))


def _movement(facts: MonthFacts) -> Iterator[Block]:
    if not facts.movement:
        return
    yield Words("What is owed with credits taken off, by the journal.", "How it came to be")
    rows = [(step.words, f"{step.count:,}", _money(step.cents)) for step in facts.movement.steps]
    heads = (Head("", 0.62), Head("Claims and visits", 0.18, is_number=True), Head("", 0.2, is_number=True))
    yield Amounts(
        heads,
        ((f"On {day(facts.movement.first)}", "", _money(facts.movement.opening)), *rows),
        ((f"On {day(facts.movement.last)}", _dollars(facts.movement.closing), True),),
    )


def _aging(facts: MonthFacts) -> Iterator[Block]:
    report = facts.aged.report
    heads = (
        Head("Payer", 0.24),
        Head("Not billed", 0.1, is_number=True),
        *(Head(words, 0.11, is_number=True) for words in report.buckets.names),
        Head("Owed", 0.11, is_number=True),
    )
    rows = [_aged(facts.aged.name(row), row) for row in report.by_payer if row.kind == INSURANCE]
    rows.append(_aged("Patients", report.of(PATIENT)))
    rows.append(_aged("Together", report.total))
    words = f"Days since the {ANCHOR_WORDS[report.anchor]}; patients from the day their part was final. "
    words += f"Basis: {facts.aged.basis}."
    yield Words(words, "How old it is")
    yield Amounts(heads, tuple(rows), ())


def _aged(name: str, row: Row) -> tuple[str, ...]:
    return name, *(_money(cents) for cents in (row.unbilled, *row.buckets, row.total))


def _ties(facts: MonthFacts) -> Iterator[Block]:
    """Yield the advices by payer, and the four sums."""
    if not facts.advices:
        yield Words("No remittance was posted.", "Remittances and the bank")
        return
    by: dict[str, list[int]] = {}
    for one in facts.advices:
        sums = by.setdefault(one.payer, [0] * 5)
        for at, cents in enumerate((1, one.claims, one.provider, one.deposit or 0, one.amount)):
            sums[at] += cents
    yield Words(
        "Paid for claims, less what belongs to no claim, is what was advised, and should be in the bank.",
        "Remittances and the bank",
    )
    heads = (
        Head("Payer", 0.24),
        Head("Advices", 0.1, is_number=True),
        Head("For claims", 0.165, is_number=True),
        Head("No claim", 0.165, is_number=True),
        Head("Bank", 0.165, is_number=True),
        Head("Advised", 0.165, is_number=True),
    )
    rows = tuple((name, f"{n:,}", *map(_money, rest)) for name, (n, *rest) in sorted(by.items()))
    off = facts.sums()["off"]
    reckoning: Reckoning = (
        ("Advised in all", facts.received, True),
        ("Not in the bank", facts.received - facts.banked, False),
        ("Posted otherwise than advised", off, False),
    )
    yield Amounts(heads, rows, _reckoned(reckoning))


def _adjusted(facts: MonthFacts) -> Iterator[Block]:
    if not facts.adjusted:
        return
    heads = (
        Head("Group", 0.09),
        Head("Reason", 0.1),
        Head("In our words", 0.53),
        Head("Rows", 0.1, is_number=True),
        Head("Amount", 0.18, is_number=True),
    )
    rows = tuple(
        (one.group, one.carc, one.words, f"{one.rows:,}", _money(one.cents)) for one in facts.adjusted
    )
    total = sum(one.cents for one in facts.adjusted)
    theirs = sum(one.cents for one in facts.adjusted if one.group == "PR")
    yield Words(
        "PR is the patient's part and stays owed; CO and PI are the payer's terms.", "What payers took off"
    )
    yield Amounts(
        heads, rows, _reckoned((("Together", total, True), ("of it the patients' part", theirs, False)))
    )


def _write_offs(facts: MonthFacts) -> Iterator[Block]:
    if not facts.write_offs:
        yield Words("Nothing was written off.", "Write-offs")
        return
    heads = (
        Head("Claim", 0.17),
        Head("Decided", 0.13),
        Head("Approved by", 0.17),
        Head("Why", 0.37),
        Head("Amount", 0.16, is_number=True),
    )
    rows = tuple(
        (one.claim_id, day(one.on), one.approved_by or "nobody", one.reason, _money(one.cents))
        for one in facts.write_offs
    )
    yield Words("Each was approved by a named person.", "Write-offs")
    yield Amounts(heads, rows, _reckoned((("Together", facts.written_off, True),)))


def _figures(facts: MonthFacts) -> Iterator[Block]:
    heads = (
        Head("Figure", 0.27),
        Head("How it is made", 0.45),
        Head("Aim", 0.14),
        Head("", 0.14, is_number=True),
    )
    rows = tuple(
        (one.figure.title, one.figure.formula, one.figure.aim, one.text()) for one in facts.kpi.whole
    )
    first, last = facts.kpi.window
    yield Words(f"Claims whose first answer is from {day(first)} to {day(last)}.", "Key figures")
    yield Amounts(heads, rows, ())


def _reckoned(rows: Reckoning) -> tuple[tuple[str, str, bool], ...]:
    return tuple((words, _dollars(cents), closes) for words, cents, closes in rows)


def _money(cents: int) -> str:
    return money(Decimal(cents).scaleb(-2))


def _dollars(cents: int) -> str:
    return dollars(Decimal(cents).scaleb(-2))

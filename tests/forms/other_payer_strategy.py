"""Random other payers, silent or with answers that add up: hypothesis strategies for `OtherPayer` values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from xl_massbill.claims.claim import ServiceLine
from xl_massbill.claims.other_payer import Adjustment, LineAnswer, OtherPayer

REASONS = ("1", "2", "3", "45", "97", "23", "P12")


@st.composite
def adjustments(draw: st.DrawFn, amount: int) -> tuple[Adjustment, ...]:
    """An amount of cents parted over a few reasons of a few groups."""
    found = []
    while amount:
        part = draw(st.integers(1, amount)) if len(found) < 9 else amount
        amount -= part
        group, reason = draw(st.sampled_from(("CO", "PR", "OA", "PI"))), draw(st.sampled_from(REASONS))
        quantity = draw(st.none() | st.integers(1, 4).map(Decimal))
        found.append(Adjustment(group, reason, Decimal(part).scaleb(-2), quantity))
    return tuple(found)


@st.composite
def answers(draw: st.DrawFn, line: ServiceLine) -> LineAnswer:
    """An answer to a line: what is not paid is adjusted."""
    cents = int(line.charge * 100)
    paid = draw(st.integers(0, cents))
    return LineAnswer(
        line=line.number,
        paid=Decimal(paid).scaleb(-2),
        code=line.code,
        modifiers=line.modifiers,
        units=Decimal(line.units),
        adjustments=draw(adjustments(cents - paid)),
        paid_on=draw(st.dates(date(2026, 7, 1), date(2026, 9, 30))),
    )


def waiting(sequence: str) -> st.SearchStrategy[OtherPayer]:
    """A plan that pays after the first one, and has not been asked yet; some have no electronic payer ID."""
    ids = st.text("ABCXYZ0123456789", min_size=3, max_size=20)
    words = st.text("ABCefg \u00e9'-*~:", min_size=2, max_size=20).map(lambda text: f"Ab{text}")
    return st.builds(
        OtherPayer,
        sequence=st.just(sequence),
        payer_id=ids,
        name=words,
        edi_payer_id=st.just("") | ids | ids,
        filing_indicator=st.sampled_from(("CI", "BL", "MC", "CH")),
        insurance_type=st.sampled_from(("", "12")),
        relation=st.sampled_from(("18", "01", "19", "G8")),
        holder_last=words,
        holder_first=st.just("") | words,
        member_id=ids,
        group_no=st.just("") | ids,
        group_name=st.just("") | words,
        benefits_assigned=st.booleans(),
        release_on_file=st.booleans(),
    )


@st.composite
def other_payers(draw: st.DrawFn, lines: Sequence[ServiceLine], sequence: str) -> tuple[OtherPayer, ...]:
    """The payer before this one, with an answer to every line; for a claim to the first payer those behind it."""
    if sequence == "P":
        return tuple(draw(waiting(turn)) for turn in draw(st.sampled_from(("", "S", "S", "ST"))))
    found = tuple(draw(answers(line)) for line in lines)
    ids = st.text("ABCXYZ0123456789", min_size=3, max_size=20)
    return (
        OtherPayer(
            sequence="P",
            payer_id=draw(ids),
            name="Evergreen Health Plan",
            edi_payer_id=draw(ids),
            filing_indicator=draw(st.sampled_from(("CI", "BL", "AM"))),
            insurance_type="",
            relation=draw(st.sampled_from(("18", "01", "19"))),
            holder_last="Holder",
            holder_first="Sam",
            member_id=draw(ids),
            group_no=draw(st.just("") | ids),
            group_name=draw(st.sampled_from(("", "Rainier Box Company"))),
            benefits_assigned=draw(st.booleans()),
            release_on_file=draw(st.booleans()),
            paid=sum((answer.paid for answer in found), Decimal(0)),
            claim_number=draw(st.just("") | ids),
            answers=found,
        ),
    )

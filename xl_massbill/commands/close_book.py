"""A closed month as a workbook for the accountant: plain lists, every amount with its number.

Source: handbook §8.6, §10.3; issue of the follow-up, point 7.
"""

from __future__ import annotations

from xl_massbill.aging.report import Row
from xl_massbill.commands.close_facts import MonthFacts
from xl_massbill.template.summary import COUNT, MONEY, Head, Listing, Value, summary


def book(facts: MonthFacts, title: str) -> bytes:
    """Return the bytes of the workbook; `title` says which close it is."""
    return summary(
        {
            "Close": _in_short(facts, title),
            "Aging by payer": _aging(facts, title, "Payer", facts.aged.report.by_payer),
            "Aging by patient": _aging(facts, title, "Patient", facts.aged.report.by_patient),
            "Owed": _owed(facts, title),
            "Remittances": _remittances(facts, title),
            "Adjustments": _adjustments(facts, title),
            "Write-offs": _write_offs(facts, title),
            "Key figures": _figures(facts, title),
        }
    )


def _in_short(facts: MonthFacts, title: str) -> Listing:
    words = {
        "owed": "Owed at the end of the month",
        "credits": "Credits (not in it)",
        "net": "Owed with credits taken off",
        "unbilled": "Work not billed yet (in neither)",
        "claims": "Paid for claims",
        "provider": "Amounts of no claim taken off",
        "received": "Advised by payers and patients",
        "banked": "In the bank",
        "off": "Posted otherwise than advised",
        "adjusted": "Taken off by payers",
        "written_off": "Written off",
    }
    rows: list[list[Value]] = [[words[name], cents / 100] for name, cents in facts.sums().items()]
    if facts.movement:
        rows += [["", None], ["How what is owed changed, credits taken off", None]]
        rows.append([f"On {facts.movement.first}", facts.movement.opening / 100])
        rows += [[f"{step.words} ({step.count:,})", step.cents / 100] for step in facts.movement.steps]
        rows.append([f"On {facts.movement.last}", facts.movement.closing / 100])
    if facts.undone:
        rows += [["", None], ["Not settled when it was closed", None], *map(_alone, facts.undone)]
    return Listing(title, (Head("What", width=64), Head("Amount", MONEY, 16)), rows)


def _alone(words: str) -> list[Value]:
    return [words, None]


def _aging(facts: MonthFacts, title: str, who: str, aged: tuple[Row, ...]) -> Listing:
    heads = (
        Head(who, width=34),
        Head("Owed by", width=12),
        Head("Not billed", MONEY),
        *(Head(f"{words} days", MONEY) for words in facts.aged.report.buckets.names),
        Head("Owed", MONEY),
        Head("Credits", MONEY),
        Head("Items", COUNT, 9),
    )
    rows: list[list[Value]] = [
        [
            facts.aged.name(row) if who == "Payer" else row.id,
            row.kind.capitalize(),
            *(cents / 100 for cents in (row.unbilled, *row.buckets, row.total, row.credits)),
            row.count,
        ]
        for row in aged
    ]
    return Listing(title, heads, rows, with_sums=True)


def _owed(facts: MonthFacts, title: str) -> Listing:
    """Return every open item that the aging is made of."""
    heads = (
        Head("Claim", width=16),
        Head("Owed by"),
        Head("Payer"),
        Head("Patient"),
        Head("Date of service"),
        Head("Open", MONEY),
    )
    rows: list[list[Value]] = []
    for item in facts.items.to_dict("records"):
        names = [item[name] for name in ("claim_id", "kind", "payer_id", "patient_id")]
        texts = [str(name) if isinstance(name, str) else None for name in names]
        day = item["dos"]
        rows.append([*texts, f"{day:%Y-%m-%d}" if day == day else None, item["cents"] / 100])  # noqa: PLR0124 - NaT
    return Listing(title, heads, rows, with_sums=True)


def _remittances(facts: MonthFacts, title: str) -> Listing:
    heads = (
        Head("Remittance"),
        Head("Payer"),
        Head("Source"),
        Head("Cheque or EFT", width=20),
        Head("Payment date"),
        Head("Posted on"),
        Head("For claims", MONEY),
        Head("Of no claim", MONEY),
        Head("Advised", MONEY),
        Head("Bank", MONEY),
        Head("Not in the bank", MONEY),
    )
    rows: list[list[Value]] = [
        [one.remit_id, one.payer, one.source, one.trace, one.paid_on, one.posted_on,
         one.claims / 100, one.provider / 100, one.amount / 100,
         None if one.deposit is None else one.deposit / 100, one.missing / 100]
        for one in facts.advices
    ]  # fmt: skip
    return Listing(title, heads, rows, with_sums=True)


def _adjustments(facts: MonthFacts, title: str) -> Listing:
    heads = (
        Head("Group", width=9),
        Head("Reason code"),
        Head("In our words", width=60),
        Head("Rows", COUNT, 9),
        Head("Amount", MONEY),
    )
    rows: list[list[Value]] = [
        [one.group, one.carc, one.words, one.rows, one.cents / 100] for one in facts.adjusted
    ]
    return Listing(title, heads, rows, with_sums=True)


def _write_offs(facts: MonthFacts, title: str) -> Listing:
    heads = (
        Head("Row", width=16),
        Head("Claim", width=16),
        Head("Kind"),
        Head("Decided on"),
        Head("Approved by", width=20),
        Head("Why", width=60),
        Head("Amount", MONEY),
    )
    rows: list[list[Value]] = [
        [one.payment_id, one.claim_id, one.kind, one.on.isoformat() if one.on else None, one.approved_by,
         one.reason, one.cents / 100]
        for one in facts.write_offs
    ]  # fmt: skip
    return Listing(title, heads, rows, with_sums=True)


def _figures(facts: MonthFacts, title: str) -> Listing:
    heads = (
        Head("Figure", width=34),
        Head("How it is made", width=60),
        Head("Aim", width=20),
        Head("Value", width=16),
    )
    return Listing(
        title,
        heads,
        [[one.figure.title, one.figure.formula, one.figure.aim, one.text()] for one in facts.kpi.whole],
    )

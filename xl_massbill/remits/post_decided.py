"""Decisions about denied lines that move money: write-off, the patient's, the next payer's.

A write-off is a row of Payments with who approved it. What was denied as contractual is never billed to the
patient. After each decision the balance is looked at again.

Source: handbook §9.1 (kinds of write-off; RARC MA13), §8.9, §1.13, §10.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.booking import columns_of
from xl_massbill.claims.states import Event, Facts, State
from xl_massbill.practice import Records
from xl_massbill.remits.post_books import Books, Decision
from xl_massbill.remits.post_outcome import deadlines
from xl_massbill.remits.post_steps import Life
from xl_massbill.remits.post_values import POSTED, Origin, Outcome, Planned, Posting, Row
from xl_massbill.remits.post_write import change, figures_of
from xl_massbill.remits.read835_facts import Remittance

_BY_CONTRACT = frozenset({"97", "231", "234", "236", "256", "222", "B15", "P14"})
_MONEY = ("WRITE_OFF", "PATIENT", "NEXT_PAYER")


def kind_of(books: Books, claim_id: str, carc: str) -> str:
    """Return whether a write-off is CONTRACTUAL or OTHER; the payer's rule goes first."""
    payer = books.cell("claims", "claim_id", claim_id, "payer_id") or ""
    said = books.word(payer, "writeoff_kind", books.cell("claims", "claim_id", claim_id, "dos_from"))
    default = "CONTRACTUAL" if carc in _BY_CONTRACT else "OTHER"
    return said if said in ("CONTRACTUAL", "OTHER") else default


def planned(books: Books, origin: Origin) -> tuple[Posting, list[Row], list[str]]:
    """Return what follows from decisions about denials, the rows of Payments, and what cannot be done."""
    posting, said = Posting(Remittance(0, ""), origin, "", []), []
    rows: list[Row] = []
    done, known = set(_done(books)), books.records.index("claims", "claim_id")
    touched: dict[str, list[Decision]] = {}
    for (claim, line), one in books.decisions.items():
        if one.decision not in _MONEY or one.denial_id in done or claim not in known:
            continue
        if line not in books.account(claim).denied:  # paid or taken back since
            continue
        if sentence := _why_not(one):
            said.append(f"{one.denial_id}: {sentence}")
            continue
        touched.setdefault(claim, []).append(one)
        if one.decision == "WRITE_OFF":
            rows.append(_row(books, claim, line, one, origin))
    for claim, decisions in touched.items():
        _move(books, posting, claim, decisions)
    return posting, rows, said


def _why_not(one: Decision) -> str:
    if not one.by and one.decision == "WRITE_OFF":
        return "a write-off needs the name of who decided it (Decided by)."
    if one.decision == "PATIENT" and one.group != "PR":
        return f"an amount of group {one.group} may not be billed to the patient (MA13)."
    return ""


def _done(books: Books) -> Iterator[str]:
    """Yield the denials that were written off."""
    names = ("row_type", "reason")
    for kind, reason in zip(*(books.column("payments", name) for name in names), strict=True):
        if kind == "WRITE_OFF" and reason:
            yield str(reason).split()[0]


def _row(books: Books, claim: str, line: int, one: Decision, origin: Origin) -> Row:
    return {
        "row_type": "WRITE_OFF",
        "writeoff_kind": kind_of(books, claim, one.carc),
        "claim_id": claim,
        "line_no": line,
        "group": one.group or None,
        "carc": one.carc or None,
        "adj_amount": one.amount,
        "post_status": POSTED,
        "reason": f"{one.denial_id} {origin.as_of.isoformat()}",
        "approved_by": one.by or origin.by or None,
    }


def _move(books: Books, posting: Posting, claim: str, decisions: list[Decision]) -> None:
    account = books.account(claim)
    life = Life(books, account, posting.origin.as_of)
    posting.accounts[claim] = account
    outcome = Outcome(claim, "decision", 100, 0, account.balance, life.state or "")
    for one in decisions:
        if one.decision == "WRITE_OFF":
            name = (
                "contractual_total" if kind_of(books, claim, one.carc) == "CONTRACTUAL" else "other_adj_total"
            )
            account.cells[name] = (account.cells.get(name) or 0) + one.amount
            account.cells["balance"] = account.balance - one.amount
    all_off = len(account.denied) == len(account.lines) and all(d.decision == "WRITE_OFF" for d in decisions)
    if all_off and account.balance == 0:
        facts = Facts(approved=True)
        life.steps.append(Planned(Event.WRITTEN_OFF, facts, posting.origin.as_of))
        life.state = State.WRITTEN_OFF
    else:
        life.weighed()
        deadlines(books, posting, life)
    outcome.state_after, outcome.balance_after = life.state or "", account.balance
    outcome.notes += [one.denial_id for one in decisions]
    posting.outcomes[claim] = outcome
    posting.steps[claim] = life.steps


def numbered(rows: list[Row], first: int) -> list[Row]:
    """Return rows of Payments with their numbers, counted from `first`."""
    return [{"payment_id": f"PM{n:06d}", **row} for n, row in enumerate(rows, first)]


def write_decided(workbook: Workbook, records: Records, posting: Posting, rows: list[Row]) -> Row:
    """Write decisions with their numbered rows (not yet saved); return what the journal keeps."""
    claims = list(posting.accounts)
    before = figures_of(records, claims, [])
    if rows:
        workbook.append("payments", columns_of("payments", rows))
        records.forget("payments")
    kept = change(workbook, records, posting)
    return kept | {"before": before, "after": figures_of(records, claims, [])}


def of_claim(kept: Row, claim: str, rows: list[Row]) -> Row:
    """Return the part of what the journal keeps that is about one claim."""
    sides = {
        side: {"claims": {claim: kept[side]["claims"][claim]}, "lines": []} for side in ("before", "after")
    }
    return {**sides, "payments": [row["payment_id"] for row in rows if row["claim_id"] == claim]}

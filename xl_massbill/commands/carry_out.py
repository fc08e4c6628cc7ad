"""Carries out what people have decided on sheets Unplaced and Denials: the money follows the decision.

An answer goes to the claim that was named; a write-off is booked with the name of who approved it; then each
balance is looked at again. The journal notes each with its figures before and after.

Source: handbook §9.1, §8.9; §6.11 RMT-002.
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.commands import audit
from xl_massbill.commands.post_numbers import next_number
from xl_massbill.commands.settle import settle
from xl_massbill.practice import Records
from xl_massbill.remits import post_decided, post_place
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_values import Origin
from xl_massbill.remits.post_write import Numbers, remove, restore

PLACED, DECIDED, CLEARED = "posting placed", "denials decided", "denials decision cleared"


def carry_out(workbook: Workbook, as_of: dt.date, now: dt.datetime, by: str) -> list[str]:
    """Carry out all decisions and save; return a sentence for each; raise Refused, NoTable."""
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=by) as journal:
        said = settle(workbook, journal, now)
        records = Records(workbook)
        records.needs("claims", "payments")
        origin = Origin("835", as_of, by)
        done = apply_decisions(workbook, records, journal, origin, now)
        if done:
            audit.write(workbook)
            workbook.save()
    return [*said, *(done or ["Nothing is waiting for a decision to be carried out."])]


def apply_decisions(
    workbook: Workbook, records: Records, journal: Journal, origin: Origin, now: dt.datetime
) -> list[str]:
    """Carry out all decisions (not yet saved) and return a sentence for each."""
    return [
        *_take_back(workbook, records, journal, origin, now),
        *_place(workbook, records, journal, origin, now),
        *_decide(workbook, records, journal, origin, now),
    ]


def _place(
    workbook: Workbook, records: Records, journal: Journal, origin: Origin, now: dt.datetime
) -> list[str]:
    said = []
    for row in list(post_place.decided(Books(records))):
        found = post_place.planned(Books(records), row, origin)  # anew: the one before has changed claims
        if isinstance(found, str):
            said.append(found)
            continue
        posting, held = found
        many = len(posting.denials)
        first = journal.reserve({"denial": (many, next_number(records, "denials", "denial_id"))})["denial"]
        numbers = Numbers(int(str(row["remit_id"])[2:]), 0, first, 0)
        kept = post_place.write_placed(workbook, records, posting, held, row, numbers)
        journal.record(PLACED, row["unplaced_id"], kept, now)
        where = ", ".join(posting.outcomes) or "no claim of this clinic: it is unapplied"
        paid = dollars(posting.placed[0].answer.paid)
        said.append(f"{row['unplaced_id']} (${paid}) is posted to {where}.")
    return said


def _decide(
    workbook: Workbook, records: Records, journal: Journal, origin: Origin, now: dt.datetime
) -> list[str]:
    posting, rows, said = post_decided.planned(Books(records), origin)
    outcomes = posting.outcomes.items()
    moved = [c for c, one in outcomes if posting.steps[c] or one.balance_before != one.balance_after]
    posting.accounts = {claim: posting.accounts[claim] for claim in moved}
    posting.steps = {claim: posting.steps[claim] for claim in moved}
    if moved:
        decisions = {one.denial_id: one.decision for one in Books(records).decisions.values()}
        first = journal.reserve({"payment": (len(rows), next_number(records, "payments", "payment_id"))})
        numbered = post_decided.numbered(rows, first["payment"])
        kept = post_decided.write_decided(workbook, records, posting, numbered)
        for claim in moved:
            own = post_decided.of_claim(kept, claim, numbered)
            own["decided"] = {d: decisions[d] for d in posting.outcomes[claim].notes}
            journal.record(DECIDED, claim, own, now)
    for claim in moved:
        one = posting.outcomes[claim]
        balance = f"${dollars(one.balance_before)} → ${dollars(one.balance_after)}"
        said.append(f"{claim}: {one.state_before} → {one.state_after}, balance {balance}.")
    return said


def _take_back(
    workbook: Workbook, records: Records, journal: Journal, origin: Origin, now: dt.datetime
) -> list[str]:
    """Undo what followed from decisions that somebody has cleared or changed since, the last one first."""
    events = journal.events(DECIDED, CLEARED)
    over = {event.detail["seq"] for event in events if event.action == CLEARED}
    said = []
    for event in reversed(events):
        if event.action == CLEARED or event.seq in over or not event.detail.get("decided"):
            continue
        now_decided = {one.denial_id: one.decision for one in Books(records).decisions.values()}
        if all(now_decided.get(d, was) == was for d, was in event.detail["decided"].items()):
            continue
        kept = {**event.detail, "remit_id": ", ".join(event.detail["decided"])}
        restore(workbook, records, kept, origin.as_of, origin.by)
        remove(workbook, records, {"payments": set(event.detail["payments"])}, key="payment_id")
        journal.record(CLEARED, event.subject, {"seq": event.seq, "decided": event.detail["decided"]}, now)
        said.append(f"{event.subject}: the decision about {kept['remit_id']} is taken back.")
    return said

"""What made the balance of each claim family change between two moments of the journal, cent by cent.

Each entry about how claims stand is weighed by the same ledger as the aging, so that the parts of a change
always sum up to it.

Source: handbook §10.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from xl_massbill.claims.journal import Event, Journal
from xl_massbill.claims.ledger import INSURANCE, PATIENT, Figures, figures
from xl_massbill.claims.standing import SEEN, STOOD, Row, Rows, Standing, apply

EXPORTED, TAKEN_BACK, UNDONE, DECIDED = "export", "taken back", "undo", "decision"
"""Causes that have words of their own: as the commands name them (`keep_standing`)."""
_WORDS = {
    # part of a balance: in words when it lowers the balance, and when it raises it
    "charge": ("charge lowered or taken back", "charge of a corrected claim"),
    "contractual": ("contractual adjustment", "contractual adjustment taken back"),
    "paid": ("payment", "reversal of a payment"),
    "other": ("other adjustment", "adjustment taken back"),
    "patient_paid": ("patient paid", "patient's payment taken back"),
    "part": ("went to the patient's part", "came off the patient's part"),
    "final": ("came off the patient's part", "went to the patient's part"),
}
Parts = dict[str, int]
Reasons = dict[tuple[str, str], list[tuple[str, int]]]
"""By kind and first claim of the family: the reasons in order, with the cents of each."""


class _Version(NamedTuple):
    """A family after an entry of the journal; "" as cause for how it stood before."""

    root: str
    cause: str
    rows: tuple[Row, ...]


def reasons_between(journal: Journal, after: int, until: int) -> tuple[Reasons, Rows]:
    """Return why balances changed after one entry, up to another, and how the claims stand then."""
    rows: Rows = {}
    later: list[Event] = []
    for event in journal.events(STOOD):
        if event.seq <= after:
            apply(rows, event)
        elif event.seq <= until:
            later.append(event)
    versions = _versions(rows, later)
    weighed = list(_weighed(versions))
    found: Reasons = {}
    for (before, was), (version, now) in pairwise(weighed):
        if before.root != version.root:
            continue
        for kind in (INSURANCE, PATIENT):
            reasons = found.setdefault((kind, version.root), [])
            sums: dict[str, int] = {}
            for reason, cents in _reasons(kind, version.cause, was[kind], now[kind]):
                sums[reason] = sums.get(reason, 0) + cents
            reasons += [(reason, cents) for reason, cents in sums.items() if cents]
    return found, rows


def _versions(rows: Rows, later: list[Event]) -> list[_Version]:
    """Return every family that changed, before and after each change; `rows` goes on to the end."""
    everyone = dict(rows)
    for event in later:
        for claim, cells in event.detail["claims"].items():
            everyone[claim] = {**everyone.get(claim, {}), **(cells or {})}
    root_of = {claim: _root(claim, everyone) for claim in everyone}
    members: dict[str, list[str]] = {}
    for claim, root in root_of.items():
        members.setdefault(root, []).append(claim)
    found: dict[str, list[_Version]] = {}

    def keep(root: str, cause: str) -> None:
        now = tuple(dict(rows[claim]) for claim in members[root] if claim in rows)
        found.setdefault(root, []).append(_Version(root, cause, now))

    for event in later:
        touched = dict.fromkeys(root_of[claim] for claim in event.detail["claims"])
        for root in touched:
            if root not in found:
                keep(root, "")
        apply(rows, event)
        for root in touched:
            keep(root, event.subject)
    return [version for of_root in found.values() for version in of_root]


def _root(claim: str, rows: Rows) -> str:
    seen = [claim]
    while True:
        row = rows[seen[-1]]
        names = (row.get("replaces_claim_id"), row.get("parent_claim_id"))
        before = next((name for name in names if name in rows), None)
        if before is None or before in seen:
            return seen[-1]
        seen.append(before)


def _weighed(versions: list[_Version]) -> Iterator[tuple[_Version, dict[str, Parts]]]:
    """Yield versions with what makes their balances, by kind; all are weighed at once."""
    rows, of = [], []
    for number, version in enumerate(versions):
        for row in version.rows:
            rows.append(_apart(row, number))
            of.append(number)
    weighed: dict[int, dict[str, Parts]] = {}
    if rows:
        found = figures(Standing.of(rows))
        for at, root in enumerate(found.families.roots().tolist()):
            weighed[of[root]] = _parts(found, at)
    for number, version in enumerate(versions):
        yield version, weighed.get(number, {INSURANCE: {}, PATIENT: {}})


def _apart(row: Row, number: int) -> Row:
    """Return a row whose claims are those of one version only."""
    names = ("claim_id", "replaces_claim_id", "parent_claim_id")
    return row | {name: f"{row[name]}#{number}" for name in names if row.get(name)}


def _parts(found: Figures, at: int) -> dict[str, Parts]:
    """Return what makes the balances of a family, by kind; nothing for one that is not listed."""
    if not found.listed[at]:
        return {INSURANCE: {}, PATIENT: {}}
    whole: Parts = {
        "charge": int(found.charge[at]),
        "contractual": -int(found.contractual[at]),
        "paid": -int(found.paid[at]),
        "other": -int(found.other[at]),
        "patient_paid": -int(found.patient_paid[at]),
        "part": -int(found.patient[at]),
    }
    own: Parts = {}
    if found.answered[at]:
        own = {"final": int(found.final[at]), "patient_paid": -int(found.patient_paid[at])}
    return {INSURANCE: whole, PATIENT: own}


def _reasons(
    kind: str, cause: str, was: Mapping[str, int], now: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    if bool(was) != bool(now):
        cents = sum(now.values()) - sum(was.values())
        if cents:
            yield _appeared(kind, cause, cents) if now else _vanished(cause), cents
        return
    change = {name: now[name] - was[name] for name in now}
    if change.get("part", 0) * change.get("patient_paid", 0) < 0:
        # what the patient paid of the own part changes nothing for the insurer
        both = min(abs(change["part"]), abs(change["patient_paid"]))
        for name in ("part", "patient_paid"):
            change[name] -= both if change[name] > 0 else -both
    for name, cents in change.items():
        if cents:
            is_over = name == "part" and now["part"] > 0 and cause not in (UNDONE, SEEN)
            yield _OVERPAID if is_over else _word(cause, name, cents), cents


def _appeared(kind: str, cause: str, cents: int) -> str:
    if kind == PATIENT and cause not in (UNDONE, SEEN):
        return _OVERPAID if cents < 0 else "became the patient's part"
    return "new claim" if cause == EXPORTED else "new or out again" if cause != SEEN else _UNTOLD


def _vanished(cause: str) -> str:
    if cause == UNDONE:
        return "posting taken back"
    return "batch taken back before it was sent" if cause == TAKEN_BACK else "taken out of what is owed"


_UNTOLD = "changed outside the commands"
_OVERPAID = "the patient has paid more than the own part"


def _word(cause: str, name: str, cents: int) -> str:
    if cause == UNDONE:
        return "posting taken back"
    if cause == SEEN:
        return _UNTOLD
    if cause == DECIDED and name in ("other", "contractual") and cents < 0:
        return "write-off"
    return _WORDS[name][cents > 0]


def mark(journal: Journal, day: Any = None) -> int:
    """Return the number of the last entry up to a day's end, of the last of all when no day is given."""
    seqs = [e.seq for e in journal.events() if day is None or e.at.date() <= day]
    return max(seqs, default=0)

"""Slips about days by which something must be sent, to the payer or back to it.

Source: handbook §6.10 (TFL), §10.6.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, slip
from xl_massbill.sample.slips.claims_out import at_claim, claimed, is_plain, lines_of, old
from xl_massbill.sample.slips.pay import is_hour
from xl_massbill.sample.slips.payer_apart import newly_insured, say

_ASSUMED = 60  # days that a visit may lie back where the assumed limit of 90 days shall not be near
_FEW = 8  # days that are left


def rejected_and_forgotten(bench: Bench) -> list[Slip]:
    """The clearinghouse returned a claim, and nobody looked until the filing limit had passed."""
    visit = old(bench)
    if visit is None:
        return []
    claim = claimed(bench, visit, status="REJECTED", first_accepted_on=None)
    claim |= {"first_rejected_on": claim["status_since"], "rejections": 1, "deadline_tfl": bench.as_of - DAY}
    done = "A rejected claim was left lying until the filing limit had passed."
    return at_claim("TFL-001", ERROR, claim, "deadline_tfl", done)


def too_late(bench: Bench) -> list[Slip]:
    """A visit for a payer with a short limit lies at home beyond it."""
    return _left_lying(bench, "Saltmarsh Short Plan", "TFL-001", -1)


def nearly_too_late(bench: Bench) -> list[Slip]:
    """A visit for a payer with a short limit lies at home until few days are left."""
    return _left_lying(bench, "Sandbar Prompt Plan", "TFL-002", _FEW)


def _left_lying(bench: Bench, name: str, rule: str, left: int) -> list[Slip]:
    visit = bench.pick(bench.visits(lambda v: is_hour(v) and (bench.as_of - v.day).days > _FEW))
    if visit is None:
        return []
    visit, payer = newly_insured(bench, visit, name)
    say(bench, payer, "tfl_days", str((bench.as_of - visit.day).days + left))
    when = "its limit passed yesterday" if left < 0 else f"{left} days are left"
    done = f"The payer takes claims for a short time, and the visit was never sent: {when}."
    return [slip(rule, ERROR if left < 0 else WARNING, ("visits", visit.first, "dos"), done)]


def limit_not_asked(bench: Bench) -> list[Slip]:
    """Nobody asks a new payer how long it takes claims."""
    visit = bench.pick(bench.visits(lambda v: is_hour(v) and (bench.as_of - v.day).days < _ASSUMED))
    if visit is None:
        return []
    _, payer = newly_insured(bench, visit, "Plover Point Health")
    say(bench, payer, "tfl_days", None)
    done = "Nobody asked the new payer how long it takes claims."
    return [slip("TFL-004", WARNING, ("payers", payer, "payer_id"), done)]


def _on_a_claim(  # noqa: PLR0913, PLR0917 - the parts of one slip
    rule: str, severity: str, status: str, name: str, left: int, done: str, bench: Bench
) -> list[Slip]:
    """Let a deadline of an answered claim be so many days away."""
    visit = old(bench, is_plain)
    if visit is None:
        return []
    cells: dict[str, Any] = {name: bench.as_of + left * DAY}
    claim = claimed(bench, visit, status=status, **cells)
    if status == "DENIED":
        for line in lines_of(bench, claim):
            line |= {"denied": True, "co_adj": line["charge"], "carc_list": "16", "rarc_list": "N130"}
    return at_claim(rule, severity, claim, name, done)


_DEADLINES: tuple[Callable[[Bench], list[Slip]], ...] = (
    partial(_on_a_claim, "TFL-005", WARNING, "DENIED", "deadline_correct", -2,
            "A denied claim was to be corrected, and the time for it passed."),
    partial(_on_a_claim, "TFL-006", WARNING, "DENIED", "deadline_appeal", _FEW,
            "A denied claim can be appealed for eight more days, and nobody decided."),
    partial(_on_a_claim, "TFL-007", WARNING, "INFO_REQUESTED", "deadline_reply", _FEW,
            "The payer asked for records, and they were not sent."),
    partial(_on_a_claim, "TFL-008", WARNING, "SECONDARY_DUE", "deadline_secondary", -1,
            "The claim to the second payer was never made, and its time passed."),
)  # fmt: skip
SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = (rejected_and_forgotten, too_late, nearly_too_late, limit_not_asked, *_DEADLINES)

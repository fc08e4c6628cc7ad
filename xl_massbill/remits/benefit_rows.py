"""Which statements of a 271 speak of this patient here: service, network, person, without conditions.

A statement is taken for a value only if nothing in the answer contradicts it. Massage (BE) stands before the
plan as a whole (30) and before physical therapy (PT); what the clinic is not in (network) and what is the
family's is left out. A statement with a condition below it (a message, a place, another provider) counts as
a contradiction where its value is another, and alone it proves nothing.

Source: X12 005010X279A1, EB01-EB13; handbook §8.4, §5.9. DESIGN §1 (unknown is not wrong, and not right).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from xl_massbill.remits.read271 import Benefit

MASSAGE, GENERAL, THERAPY = "massage", "the plan as a whole", "physical therapy"
_CODES = {MASSAGE: ("BE",), GENERAL: ("30",), THERAPY: ("PT",)}
_MASSAGE_CODES = ("97124",)
_CONDITIONS = frozenset({"MSG", "III", "LS", "NM1", "LE", "HI", "HSD"})
_IN, _OUT = ("Y", "W", ""), ("N", "W", "")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """One value read out of statements, or None with the reason; `rows` are the statements that say it."""

    value: T_co | None
    why: str
    rows: tuple[Benefit, ...]


def is_about(benefit: Benefit, service: str) -> bool:
    """Return whether a statement is about a service; one that names none is about the plan as a whole."""
    if benefit.code:
        return service == MASSAGE and benefit.code in _MASSAGE_CODES
    if not benefit.services:
        return service == GENERAL
    return any(code in benefit.services for code in _CODES[service])


def is_conditional(benefit: Benefit, *, visits: bool = False) -> bool:
    """Return whether something below a statement limits it; delivery is no condition of a count of visits."""
    held = _CONDITIONS - {"HSD"} if visits else _CONDITIONS
    return not held.isdisjoint(benefit.below) or "N6" in benefit.references


def of_service(rows: Iterable[Benefit], order: Sequence[str]) -> tuple[str, tuple[Benefit, ...]]:
    """Return the first service of this order of which something is said, with what is said of it."""
    known = tuple(rows)
    for service in order:
        found = tuple(row for row in known if is_about(row, service))
        if found:
            return service, found
    return "", ()


def read(
    rows: Iterable[Benefit],
    value: Callable[[Benefit], T | None],
    network: str | None,
    order: Sequence[str],
    *,
    visits: bool = False,
) -> Reading[T] | None:
    """Read one value; None if nothing is said of it."""
    told = tuple(row for row in rows if value(row) is not None)
    service, found = of_service(told, order)
    if not found:
        return None
    fitting, why = _in_network(found, network)
    if not fitting:
        return Reading(None, why, found)
    values = {value(row) for row in fitting}
    if len(values) > 1:
        return Reading(None, f"{len(values)} different values for {service}", fitting)
    if all(is_conditional(row, visits=visits) for row in fitting):
        return Reading(None, f"for {service}, with a condition: read it", fitting)
    return Reading(value(fitting[0]), f"{service}{why}", fitting)


def of_the_person(rows: tuple[Benefit, ...]) -> tuple[Benefit, ...]:
    """Return what is one person's; one that does not say whose it is counts where none is a family's."""
    persons = tuple(row for row in rows if row.for_whom == "IND")
    if persons:
        return (*persons, *(row for row in rows if not row.for_whom))
    return () if any(row.for_whom for row in rows) else rows


def _in_network(rows: tuple[Benefit, ...], network: str | None) -> tuple[tuple[Benefit, ...], str]:
    """Return what holds for the clinic, with words about the network; nothing where it cannot be told."""
    if any(row.in_network not in (*_IN, *_OUT) for row in rows):
        return (), "the network is not told"
    if network in ("IN", "OUT"):
        words = "in network" if network == "IN" else "out of network"
        fitting = tuple(row for row in rows if row.in_network in (_IN if network == "IN" else _OUT))
        return (fitting, f", {words}") if fitting else ((), f"nothing is told for {words}")
    marks = {row.in_network for row in rows}
    if marks <= {"W", ""} or {"Y", "N"} <= marks:
        return rows, ""
    return (), "it hangs on the network, and Coverage does not say IN or OUT"

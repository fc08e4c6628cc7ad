"""What a 271 says of a plan, as values of sheet Coverage where one reading only is possible, else as text.

Nothing is guessed: where two statements contradict each other, hang on something, or are about the family,
the fact is shown with the payer's own segments and without a value.

Source: X12 005010X279A1, EB, DTP, REF, HSD; handbook §8.4 (EB01), §5.9 (fields), §1.9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xl_massbill.remits.benefit_rows import (
    GENERAL,
    MASSAGE,
    THERAPY,
    Reading,
    is_about,
    of_service,
    of_the_person,
    read,
)
from xl_massbill.remits.read271 import Benefit, PersonBenefits

Value = int | Decimal | dt.date | bool | str
ACTIVE, INACTIVE = ("1", "2", "3", "4"), ("6",)
_STATUS = (*ACTIVE, "5", *INACTIVE, "7", "8")
_YEAR, _LEFT, _USED = ("22", "23", "25"), ("29",), ("24",)
_VISIT = ("27", "")
_PERIODS = {"23": "CALENDAR", "22": "PLAN_YEAR", "25": "PLAN_YEAR", "32": "LIFETIME"}
_PLAN = (MASSAGE, GENERAL)
_FIRST_YEAR, _OPEN_END = 1900, 2900
"""Years of plans: 9999 stands for an open end."""


@dataclass(frozen=True, slots=True, repr=False)
class Fact:
    """One fact: the column of Coverage it is about ("" for none) or its name, the value, why, the segments.

    `value` is None where a person must read it. Money in cents, shares as parts of 1.
    """

    column: str
    name: str
    value: Value | None
    why: str
    raw: str

    def __repr__(self) -> str:
        """Show what it is about, never what it says."""
        return f"Fact({self.column or self.name})"


def facts_of(person: PersonBenefits, network: str | None) -> list[Fact]:
    """Return the facts about one person; `network` is IN, OUT, NA or None, as Coverage says of the clinic."""
    reader = _Reader(person, network)
    found = [
        *_checked(person),
        *reader.standing(),
        *_period(person),
        *_identity(person),
        *reader.massage(),
        *reader.yearly("C", "deductible_total", "deductible_met", "Deductible left"),
        *reader.yearly("G", "oop_max", "oop_met", "Out-of-pocket left"),
        *reader.per_visit(),
        *reader.approval(),
        *reader.visits(),
    ]
    return [*found, *reader.rest()]


class _Reader:
    """The statements of one answer, and which of them have been shown."""

    def __init__(self, person: PersonBenefits, network: str | None) -> None:
        self._rows, self._network = person.benefits, network
        self._therapy = (MASSAGE,) if any(is_about(b, MASSAGE) for b in self._rows) else (MASSAGE, THERAPY)
        self._shown: set[int] = set()

    def _told(self, *information: str) -> list[Benefit]:
        return [row for row in self._rows if row.information in information]

    def _fact(self, column: str, reading: Reading[Value] | None, name: str = "") -> Iterator[Fact]:
        if reading is None:
            return
        self._shown |= {row.segment for row in reading.rows}
        yield Fact(column, name, reading.value, reading.why, _raw(reading.rows))

    def standing(self) -> Iterator[Fact]:
        """Yield whether the plan is active: as told of the plan as a whole, else of massage or therapy."""
        told = self._told(*_STATUS)
        rows = [row for row in told if is_about(row, GENERAL)]
        words = GENERAL
        if not rows:
            rows = [row for row in told if is_about(row, MASSAGE) or is_about(row, THERAPY)]
            words = "told of massage or physical therapy only"
        codes = {row.information for row in rows}
        value: bool | None = None
        if codes and codes <= set(ACTIVE):
            value = True
        elif codes == set(INACTIVE) and words == GENERAL:
            value = False
        else:
            words = "pending, or told in two ways: read it"
        if rows:
            yield from self._fact("active_on_dos", Reading(value, words, tuple(rows)))

    def massage(self) -> Iterator[Fact]:
        """Yield whether massage is covered, where massage itself is named."""

        def covered(row: Benefit) -> Value | None:
            return "Y" if row.information in ACTIVE else "N" if row.information == "I" else None

        yield from self._fact("massage_covered", read(self._rows, covered, self._network, (MASSAGE,)))

    def yearly(self, information: str, total: str, met: str, left: str) -> Iterator[Fact]:
        """Yield an amount of the year and how much of it is met: told, or the total less what is left."""
        told = (row for row in self._told(information) if row.period in (*_YEAR, *_LEFT, *_USED))
        service, about = of_service(told, _PLAN)
        own = of_the_person(about)
        if about and not own:
            yield from self._fact(total, Reading(None, "told for the family only", about))

        def amount(periods: Sequence[str]) -> Reading[int] | None:
            rows = [row for row in own if row.period in periods]
            return read(rows, _amount, self._network, (service,))

        whole, remaining, used = amount(_YEAR), amount(_LEFT), amount(_USED)
        yield from self._fact(total, whole)
        yield from self._fact(met, _met(whole, remaining, used))
        if remaining is not None and (whole is None or whole.value is None) and used is None:
            yield from self._fact("", remaining, left)

    def per_visit(self) -> Iterator[Fact]:
        """Yield copay and coinsurance of massage, of physical therapy where massage is not named at all."""
        copays = [row for row in self._told("B") if row.period in _VISIT]
        shares = [row for row in self._told("A") if row.period in (*_VISIT, *_YEAR)]
        copay = read(copays, _amount, self._network, self._therapy)
        yield from self._fact("copay", copay)
        share = read(shares, _share, self._network, self._therapy)
        yield from self._fact("coinsurance_pct", share)

    def approval(self) -> Iterator[Fact]:
        """Yield whether prior authorisation is needed (EB11)."""

        def needed(row: Benefit) -> Value | None:
            return row.needs_approval if row.needs_approval in ("Y", "N") else None

        rows = [row for row in self._rows if row.needs_approval]
        about = [row for row in rows if any(is_about(row, service) for service in self._therapy)]
        if any(row.needs_approval == "U" for row in about):
            yield from self._fact("pa_required", Reading(None, "the payer does not know", tuple(about)))
        else:
            yield from self._fact(
                "pa_required", read(rows, needed, self._network, self._therapy, visits=True)
            )

    def visits(self) -> Iterator[Fact]:
        """Yield how many visits the plan pays in which period, and how many are left."""
        told = self._told("F")
        counted = read(
            [row for row in told if _visits(row)[1] in _PERIODS],
            _visits,
            self._network,
            self._therapy,
            visits=True,
        )
        if counted is not None:
            number, period = counted.value or (None, None)
            yield from self._fact("visits_allowed", Reading(number, counted.why, counted.rows))
            kind = _PERIODS[period] if period else None
            yield from self._fact("visit_period", Reading(kind, counted.why, counted.rows))
        left = [row for row in told if _visits(row)[1] in _LEFT]
        found = read(left, lambda row: _visits(row)[0], self._network, self._therapy, visits=True)
        yield from self._fact("", found, "Visits left")

    def rest(self) -> Iterator[Fact]:
        """Yield what was not shown yet, in the payer's own segments."""
        rows = [row for row in self._rows if row.segment not in self._shown]
        if rows:
            yield Fact("", "Everything else", None, "not read: the payer's own segments", _raw(rows))


def _met(
    whole: Reading[int] | None, left: Reading[int] | None, used: Reading[int] | None
) -> Reading[Value] | None:
    """Return how much is met: as told, or what is no longer left; None where nothing is said of it."""
    told = [one for one in (used, left) if one is not None]
    if not told or (used is None and whole is None):
        return None
    rows = tuple({row.segment: row for one in (whole, left, used) if one for row in one.rows}.values())
    values: set[int | None] = set()
    if used is not None:
        values.add(used.value)
    if left is not None and whole is not None:
        values.add(_less(whole.value, left.value))
    if len(values) > 1 or None in values:
        why = next((one.why for one in told if one.value is None), "total, used and left do not fit together")
        return Reading(None, why, rows)
    how = "as told" if used is not None else "total less what is left"
    return Reading(values.pop(), f"{told[0].why}; {how}", rows)


def _less(whole: int | None, left: int | None) -> int | None:
    return None if whole is None or left is None or left > whole else whole - left


def _amount(row: Benefit) -> int | None:
    """Return an amount; one below nothing is none."""
    return row.cents if row.cents is not None and row.cents >= 0 else None


def _share(row: Benefit) -> Decimal | None:
    """Return the patient's share as a part of 1."""
    return row.share if row.share is not None and 0 <= row.share <= 1 else None


def _visits(row: Benefit) -> tuple[int, str] | tuple[None, str]:
    """Return a count of visits and its period, of EB09/EB10 or of an HSD that spreads nothing."""
    found = {(row.quantity, row.period)} if row.unit == "VS" and row.quantity is not None else set()
    visits = [one for one in row.deliveries if one.unit == "VS"]
    found |= {(one.quantity, one.period or row.period) for one in visits if one.quantity is not None}
    if len(found) != 1 or any(one.rhythm or one.periods not in (None, 1) for one in visits):
        return None, ""
    number, period = found.pop()
    return (int(number), period) if number >= 0 and number == int(number) else (None, "")


def _checked(person: PersonBenefits) -> Iterator[Fact]:
    """Yield the day of an answer that says whether the plan is active: benefits were checked on it."""
    if person.day and any(row.information in _STATUS for row in person.benefits):
        why = "the day of the answer; Verified by and Method go with it"
        yield Fact("verified_on", "", person.day, why, "")


def _period(person: PersonBenefits) -> Iterator[Fact]:
    """Yield the first and the last day of the plan, where all that is said of it agrees."""
    plans = [b for b in person.benefits if b.information in _STATUS and is_about(b, GENERAL)]
    spans = [person.days, *(row.days for row in plans)]
    raw = _raw(plans)
    for column, single, at in (
        ("effective_from", ("346", "348", "356"), 0),
        ("effective_to", ("347", "349", "357"), 1),
    ):
        found = {span[code][0] for span in spans for code in single if code in span}
        found |= {
            span[code][at]
            for span in spans
            for code in ("291", "307")
            if code in span and span[code][0] != span[code][1]
        }
        days = sorted(day for day in found if day is not None and day.year > _FIRST_YEAR)
        if days and days[0].year >= _OPEN_END:
            continue
        shown = "; ".join(filter(None, (f"DTP {', '.join(map(str, days))}" if days else "", raw)))
        if len(days) == 1:
            yield Fact(column, "", days[0], "the plan's day as told", shown)
        elif days:
            yield Fact(column, "", None, f"{len(days)} different days", shown)


def _identity(person: PersonBenefits) -> Iterator[Fact]:
    """Yield group and member number as the payer has them; a dependent has the subscriber's."""
    group = person.references.get("6P")
    if group:
        yield Fact("group_no", "", group, "as the payer has it", f"REF*6P*{group}")
    if person.member_id and person.level == "22":
        yield Fact("member_id", "", person.member_id, "as the payer has it", f"NM109 {person.member_id}")


def _raw(rows: Iterable[Benefit]) -> str:
    return "\n".join(row.raw for row in rows)

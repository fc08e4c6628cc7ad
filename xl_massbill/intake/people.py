"""Who is meant: patients and therapists of the workbook by number, name and date of birth.

Nobody is taken for somebody else: a name that fits two patients, or one whose date of birth is another, fits
none. What is only spelt alike is named by its patient number, for a person to decide.

Source: handbook §6.2 (PAT-006: doubles), §11.1 (messages use numbers, never names).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from xl_massbill.intake.there import plain_column
from xl_massbill.practice import Records
from xl_massbill.practice.same_name import spelt

_ALIKE = 84
"""Likeness of two names from which a person should look: Jon Harper and June Harper are 86."""
_MOST_ALIKE = 3


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """A name as a file gives it: parts, or one text; `born` where it is told."""

    last: str = ""
    first: str = ""
    whole: str = ""
    born: dt.date | None = None

    @property
    def ways(self) -> frozenset[str]:
        """Return the bare forms under which the person may be found."""
        if self.last or self.first:
            return frozenset({spelt(self.first + self.last)} if self.last and self.first else ())
        last, comma, first = self.whole.partition(",")
        return frozenset(filter(None, [spelt(first + last) if comma else spelt(self.whole)]))

    @property
    def parts(self) -> tuple[str, str] | None:
        """Return last and first name; None where one text does not tell them apart for sure."""
        if self.last and self.first:
            return self.last, self.first
        last, comma, first = (part.strip() for part in self.whole.partition(","))
        if comma:
            return (last, first) if last and first and "," not in first else None
        words = self.whole.split()
        return (words[1], words[0]) if len(words) == 2 else None

    @property
    def shown(self) -> str:
        """Return the name for comparing likeness."""
        last, comma, first = self.whole.partition(",")
        return f"{self.first} {self.last}".strip() or (f"{first} {last}" if comma else self.whole).strip()


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a name means: one patient number, or none with the reason; `near` are numbers to look at."""

    patient_id: str = ""
    why: str = ""
    near: tuple[str, ...] = ()
    by_name_alone: bool = False


@dataclass(slots=True)
class People:
    """The patients of the workbook, ready to be found."""

    ids: Mapping[str, str]
    born: Mapping[str, dt.date | None]
    named: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str] = field(repr=False)
    merged: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Records) -> People:
        """Read sheet Patients."""
        sheet = records["patients"]
        columns = ("patient_id", "last_name", "first_name", "middle", "dob", "merged_into")
        born: dict[str, dt.date | None] = {}
        named: dict[str, list[str]] = defaultdict(list)
        shown: dict[str, str] = {}
        merged: dict[str, str] = {}
        for one, last, first, middle, dob, into in zip(
            *(plain_column(sheet, name) for name in columns), strict=True
        ):
            if not one:
                continue
            born.setdefault(one, dob)
            shown.setdefault(one, f"{first or ''} {last or ''}".strip())
            if into:
                merged[one] = into
            ways = {f"{first or ''}{last or ''}", f"{first or ''}{middle or ''}{last or ''}"}
            for way in {spelt(way) for way in ways if last and first}:
                named[way].append(one)
        ids = {one.casefold(): one for one in born}
        return cls(ids, born, {way: tuple(found) for way, found in named.items()}, shown, merged)

    def counting(self, patient_id: str) -> str:
        """Return the number that counts where a row was merged into another."""
        seen = {patient_id}
        while (into := self.merged.get(patient_id)) and into in self.born and into not in seen:
            seen.add(into)
            patient_id = into
        return patient_id

    def by_name(self, name: Name) -> Found:
        """Return the one patient of a name, whose birth date is not another."""
        found = dict.fromkeys(self.counting(one) for way in name.ways for one in self.named.get(way, ()))
        if not found:
            return Found(why="nobody on sheet Patients has this name", near=self.alike(name))
        if name.born:
            same = [one for one in found if self.born.get(one) == name.born]
            if len(same) == 1:
                return Found(same[0])
            open_ = [one for one in found if self.born.get(one) is None]
            if not same and not open_:
                return Found(why="this name has another date of birth on sheet Patients", near=tuple(found))
        if len(found) > 1:
            return Found(why="several patients have this name", near=tuple(found))
        if name.born:
            return Found(why="this name has no date of birth on sheet Patients", near=tuple(found))
        return Found(next(iter(found)), by_name_alone=True)

    def alike(self, name: Name) -> tuple[str, ...]:
        """Return the numbers of patients whose names are spelt alike, the likest first."""
        if not name.shown:
            return ()
        found = process.extract(
            name.shown.casefold(),
            {one: text.casefold() for one, text in self.shown.items()},
            scorer=fuzz.token_sort_ratio,
            score_cutoff=_ALIKE,
            limit=_MOST_ALIKE,
        )
        return tuple(dict.fromkeys(self.counting(one) for _, _, one in found))

    def alike_and_born(self, name: Name) -> tuple[str, ...]:
        """Return the numbers of patients born on the same day whose names are somewhat alike."""
        if not name.born or not name.shown:
            return ()
        same = {one: self.shown[one].casefold() for one, day in self.born.items() if day == name.born}
        found = process.extract(
            name.shown.casefold(), same, scorer=fuzz.token_set_ratio, score_cutoff=50, limit=_MOST_ALIKE
        )
        return tuple(dict.fromkeys(self.counting(one) for _, _, one in found))


def therapists(records: Records) -> Mapping[str, str]:
    """Return the therapists by their number and by their name; a name that two have is left out."""
    sheet = records["therapists"]
    found: dict[str, set[str]] = defaultdict(set)
    columns = (plain_column(sheet, name) for name in ("therapist_id", "last_name", "first_name"))
    for one, last, first in zip(*columns, strict=True):
        if one:
            found[spelt(one)].add(one)
            if last and first:
                found[spelt(f"{first}{last}")].add(one)
    return {way: next(iter(ones)) for way, ones in found.items() if len(ones) == 1}


def therapist(known: Mapping[str, str], text: str) -> str:
    """Return the number of the therapist that a text names, "" for none."""
    last, comma, first = text.partition(",")
    return known.get(spelt(f"{first}{last}" if comma else text), "")


def numbers(ids: Iterable[str], prefix: str, taken: Collection[str] = ()) -> tuple[str, int, int]:
    """Return prefix, width and the next number of ids as the office writes them (P0007: P, 4, 8).

    Ids of another form do not count; without any, the prefix is ours, with four figures.

    >>> numbers(["P0007", "P0012", "old"], "P"), numbers([], "V")
    (('P', 4, 13), ('V', 4, 1))
    """
    forms: dict[tuple[str, int], list[int]] = defaultdict(list)
    for one in (*ids, *taken):
        head = one.rstrip("0123456789")
        figures = one[len(head) :]
        if figures and len(figures) <= 9:
            forms[head, len(figures)].append(int(figures))
    if not forms:
        return prefix, 4, 1
    head, width = max(forms, key=lambda form: (len(forms[form]), form))
    return head, width, max(max(many) for (begin, _), many in forms.items() if begin == head) + 1

"""Pairs of codes that one therapist billed one payer for one patient on one day, looked at once.

`pair_day` numbers the days (patient, date, therapist, payer) that have two codes or more; all other lines
are left out at once. `pair_edits` holds for each line what is wrong with it as part of a pair, as a
category: `missing` an edit that wants a modifier which column 2 does not wear, `never` one that no modifier
helps, `misplaced` one whose modifier stands on column 1 only. The lines of both codes are marked, since both
stay at home; of several edits a confirmed one is told first.

Rows of NCCI_PTP count where the payer's rule `ncci_applied` is Y for both codes. While the order of a row
is not confirmed, a modifier on either code will do and none is misplaced. A modifier that could not be
read may be the right one.

Source: handbook §2.3, §6.5 (COD-010, COD-011, MOD-006).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers, first_of, numbered
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.pair_edits import ALLOWED, NEVER, Edit, Row, rows


class LineEdits(NamedTuple):
    """What is wrong with one line as part of a pair."""

    missing: Edit | None = None
    never: Edit | None = None
    misplaced: Edit | None = None


class Told:
    """The lines that one kind of finding is about; `number` is that of the line's edit, -1 for none."""

    def __init__(self, lines: Lines, kind: str) -> None:
        column = lines["pair_edits"].cat
        edits = [getattr(found, kind) for found in column.categories]
        self.edits: list[Edit] = list(dict.fromkeys(edit for edit in edits if edit is not None))
        at = {edit: i for i, edit in enumerate(self.edits)}
        numbers = np.array([*(at.get(edit, -1) for edit in edits), -1], dtype=np.int64)
        self.number: Numbers = numbers[column.codes.to_numpy()]

    @property
    def mask(self) -> Mask:
        """Return which lines they are."""
        return self.number >= 0

    def each(self, ask: Callable[[Edit], object]) -> pd.Series[Any]:
        """Return an answer about the edit of each line, None where there is none."""
        answers = np.array([*(ask(edit) for edit in self.edits), None], dtype=object)
        return pd.Series(answers[self.number], dtype=object)


@derived("pair_day")
def _pair_day(lines: Lines) -> pd.Series[Any]:
    """Return the number of each day with several codes, missing for all other lines."""
    within = lines["is_billable"].to_numpy(dtype=bool)
    whose = (lines["service_day"], lines["therapist_id"], lines["coverage_payer_id"])
    day = numbered(*whose, within=within & lines["code"].notna().to_numpy(dtype=bool))
    code = pd.factorize(lines["code"])[0]
    several = np.zeros(len(day) + 1, dtype=bool)
    several[day[code != code[first_of(day)]]] = True
    several[-1] = False  # where the lines without a day ended up
    mixed = numbered(day, within=several[day])
    return pd.Series(pd.arrays.IntegerArray(mixed, mixed < 0))


@derived("pair_edits")
def _pair_edits(lines: Lines) -> pd.Series[Any]:
    """Return the LineEdits of each line as a category, missing where nothing is wrong."""
    if not rows(lines.records):
        return pd.Series(
            pd.Categorical.from_codes(np.full(len(lines), -1), categories=pd.Index([], dtype=object))
        )
    days = _Days(lines)
    for edit, of_days in sorted(days.decided().items(), key=lambda found: not found[0].is_sure):
        if edit.verdict == NEVER:
            days.tell("never", edit, days.of(edit.column2, of_days), of_days)
        elif edit.verdict != ALLOWED:
            days.judge(edit, of_days)
    return days.answer()


class _Days:
    """The days that have several codes, and what was found on them."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._day = lines["pair_day"].to_numpy(dtype=np.int64, na_value=-1)
        at = np.flatnonzero(self._day >= 0)
        first = at[first_of(self._day[at]) == np.arange(len(at))]
        self._first = first[np.argsort(self._day[first])]
        codes, names = pd.factorize(lines["code"].iloc[at])
        self._at = {name: at[codes == i] for i, name in enumerate(names)}
        self._apart = lines["is_separate"].to_numpy(dtype=bool)
        self._bare = ~self._apart & lines["modifiers"].notna().to_numpy(dtype=bool)
        self._found = {name: np.full(len(lines), -1, dtype=np.int64) for name in LineEdits._fields}
        self._beside: list[tuple[str, int, Numbers]] = []
        self._edits: list[Edit] = []
        self._wanted: dict[str, Mask] = {}

    def of(self, code: str, of_days: Mask) -> Numbers:
        """Return the lines of a code on some of the days."""
        at = self._at[code]
        return np.asarray(at[of_days[self._day[at]]], dtype=np.int64)

    def on(self, at: Numbers) -> Mask:
        """Return the days that have one of these lines."""
        out = self._never()
        out[self._day[at]] = True
        return out

    def decided(self) -> dict[Edit, Mask]:
        """Return the edits that apply, each with its days: of each two codes the strongest row in force."""
        found: dict[Edit, Mask] = {}
        follows = self._follows_ncci()
        by_ncci = np.zeros(len(self._day), dtype=bool)
        for codes, about in rows(self._lines.records).items():
            if not codes <= self._at.keys():
                continue
            both = np.logical_and.reduce([self.on(self._at[code]) for code in codes])
            of_codes = np.concatenate([self._at[code] for code in codes])
            follow = both & ~self.on(of_codes[~follows[of_codes]])
            strongest = np.full(len(both), -1, dtype=np.int64)
            for i, row in enumerate(about):
                strongest[(both if row.edit.is_policy else follow) & self._in_force(row)] = i
            for i in np.unique(strongest[strongest >= 0]).tolist():
                edit, of_days = about[i].edit, strongest == i
                found[edit] = found.get(edit, self._never()) | of_days
                self._want(edit, of_days)
                if not edit.is_policy:
                    for code in codes:
                        by_ncci[self.of(code, of_days)] = True
        self._lines.rule("ncci_applied", where=by_ncci)  # an unsure row softens only what rests on it
        return found

    def judge(self, edit: Edit, of_days: Mask) -> None:
        """Find what is missing or misplaced where an edit wants a modifier on column 2."""
        first, second = self.of(edit.column1, of_days), self.of(edit.column2, of_days)
        open_ = self.on(second[self._bare[second]])
        if not edit.is_ordered:
            open_ &= self.on(first[self._bare[first]])
        worn = first[self._apart[first]]
        elsewhere = open_ & self.on(worn) & ~self.on(second[~self._bare[second]])
        elsewhere &= ~self._wanted.get(edit.column1, self._never()) & edit.is_ordered
        self.tell("misplaced", edit, worn, elsewhere)
        self.tell("missing", edit, second[self._bare[second]], open_ & ~elsewhere)

    def tell(self, kind: str, edit: Edit, at: Numbers, of_days: Mask) -> None:
        """Note an edit on lines of one code, and on those of the other on the days on which it is noted."""
        found, number = self._found[kind], len(self._edits)
        self._edits.append(edit)
        new = at[of_days[self._day[at]] & (found[at] < 0)]
        found[new] = number
        other = edit.column2 if kind == "misplaced" else edit.column1
        self._beside.append((kind, number, self.of(other, self.on(new))))

    def answer(self) -> pd.Series[Any]:
        """Return what was found as a category for each line."""
        for kind, number, at in self._beside:  # where a line is told of itself, that comes first
            found = self._found[kind]
            found[at[found[at] < 0]] = number
        kinds = list(self._found.values())
        at = np.flatnonzero(np.logical_or.reduce([kind >= 0 for kind in kinds]))
        same = numbered(*(kind[at] for kind in kinds))
        ones = at[first_of(same) == np.arange(len(at))]
        edits = [*self._edits, None]
        table = [LineEdits(*(edits[kind[i]] for kind in kinds)) for i in ones.tolist()]
        of_line = np.full(len(self._day), -1, dtype=np.int64)
        of_line[at] = same
        categories = pd.Index(table, dtype=object, tupleize_cols=False)
        return pd.Series(pd.Categorical.from_codes(of_line, categories=categories))

    def _want(self, edit: Edit, of_days: Mask) -> None:
        """Note the codes that may rightly wear a modifier on these days."""
        if edit.verdict in (NEVER, ALLOWED):
            return
        for code in edit[1:2] if edit.is_ordered else edit[:2]:
            self._wanted[code] = self._wanted.get(code, self._never()) | of_days

    def _never(self) -> Mask:
        return np.zeros(len(self._first), dtype=bool)

    def _in_force(self, row: Row) -> Mask:
        dos = self._lines["dos"].to_numpy()[self._first]
        mask = np.ones(len(dos), dtype=bool)
        if not pd.isna(row.starts):
            mask &= dos >= row.starts.to_datetime64()
        if not pd.isna(row.ends):
            mask &= dos <= row.ends.to_datetime64()
        for name, wanted in (
            ("coverage_payer_id", row.payer),
            ("therapist_provider_type", row.provider_type),
        ):
            if wanted is not None:
                mask &= (self._lines[name].iloc[self._first] == wanted).to_numpy(dtype=bool)
        return mask

    def _follows_ncci(self) -> Mask:
        nowhere = np.zeros(len(self._day), dtype=bool)
        return self._lines.rule_says("ncci_applied", "Y", where=nowhere)

"""Run rules over a practice: masks first, words only for the hits.

A line rule stays silent on lines where a column it read could not be read, and may at most warn where it
used a payer rule of certainty G that nobody has confirmed; both follow from what the rule looked at, no
rule has to think of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.finding import Finding
from xl_massbill.book.place import Place
from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice import Lines, Records
from xl_massbill.rules.catalogue import Setting, rules, settings
from xl_massbill.rules.on_tables import TABLE_PREFIX, run_on_tables
from xl_massbill.rules.rule import Hits, Level, Question, Rule, Scope, as_mask
from xl_massbill.rules.wording import column_for, field_of, fill, names_in, say

FRONT_DESK = ("patients", "coverage", "referrals", "auths", "visits", "therapists")
"""Tables whose findings are worth a call before a visit."""
_CONFIRM = " Please confirm with {payer}."


@dataclass(slots=True)
class Outcome:
    """What a run found, and which visit lines each finding touches.

    `touched[i]` holds the positions of the visit lines that finding i concerns (export holds them).
    """

    findings: list[Finding] = field(default_factory=list)
    touched: list[Sequence[int]] = field(default_factory=list)

    def add(self, finding: Finding, lines: Sequence[int]) -> None:
        """Note a finding and the lines it concerns."""
        self.findings.append(finding)
        self.touched.append(lines)


def check(
    records: Records, as_of: dt.date, chosen: Sequence[Rule] | None = None, *, lines: Lines | None = None
) -> Outcome:
    """Run the rules (all, unless some are chosen) as of a day and return what they found, in sheet order.

    Where the lines are those of a pre-visit check, only rules that make sense before a visit are asked, and
    only of the visits that are booked.
    """
    lines = lines or Lines(records, as_of)
    decided = settings(records)
    outcome = Outcome()
    asked = rules() if chosen is None else chosen
    for done, rule in enumerate(asked):
        if chosen is None:
            records.workbook.progress(done, len(asked), "Checking")
        setting = decided.get(rule.id, Setting())
        if not setting.enabled or (lines.booked is not None and Level.PREVISIT not in rule.levels):
            continue
        params = {**rule.params, **{k: v for k, v in setting.params.items() if k in rule.params}}
        _run(rule, setting, records, params, lines, outcome)
    if chosen is None:
        records.workbook.progress(len(asked), len(asked), "Checking")
    return outcome


def _run(  # noqa: PLR0913, PLR0917 - the parts of one run of one rule
    rule: Rule, setting: Setting, records: Records, params: dict[str, Any], lines: Lines, outcome: Outcome
) -> None:
    if rule.on_lines is not None:
        _run_on_lines(rule, setting, lines, params, outcome)
    if rule.on_tables is not None:
        question = Question(records, lines.as_of.date(), params, lines, previsit=lines.booked is not None)
        for finding, touched in run_on_tables(rule, setting, question):
            if lines.booked is None:
                outcome.add(finding, touched)
            elif finding.place.source in FRONT_DESK and (booked := _booked_among(touched, lines)):
                outcome.add(finding, booked)


def _booked_among(touched: Sequence[int], lines: Lines) -> list[int]:
    booked = lines["is_booked"].to_numpy(dtype=bool)
    return [i for i in touched if booked[i]]


def replay(
    records: Records, rule: Rule, params: Mapping[str, Any], lines: Lines
) -> list[tuple[Finding, Sequence[int]]]:
    """Return what one rule finds with other limits than those on the Rules sheet, switched on or not."""
    setting = settings(records).get(rule.id, Setting())
    own = {k: v for k, v in setting.params.items() if k in rule.params}
    outcome = Outcome()
    _run(rule, setting, records, {**rule.params, **own, **params}, lines, outcome)
    return list(zip(outcome.findings, outcome.touched, strict=True))


def in_scope(lines: Lines, scope: Scope) -> Mask:
    """Return the lines that a scope covers."""
    if scope is Scope.EVERY:
        return np.ones(len(lines), dtype=bool)
    return as_mask(lines["is_done" if scope is Scope.DONE else "is_billable"])


def _run_on_lines(
    rule: Rule, setting: Setting, lines: Lines, params: dict[str, Any], outcome: Outcome
) -> None:
    if rule.on_lines is None or not len(lines):
        return
    with lines.noting() as notes:
        found = rule.on_lines(lines, **params)
    hits = found if isinstance(found, Hits) else Hits(found)
    mask = as_mask(hits.mask)
    if not mask.any():
        return
    of = np.arange(len(lines)) if hits.line is None else hits.line  # the line of each hit
    asked = in_scope(lines, rule.scope)
    if lines.booked is not None:
        asked = asked & as_mask(lines["is_booked"])
    mask = mask & asked[of]
    if not mask.any():
        return
    unread = lines.among(notes, lines.unread)
    if unread is not None:
        mask &= ~unread[of]
    unconfirmed = lines.among(notes, lines.unconfirmed)
    if unconfirmed is None:
        unconfirmed = np.zeros(len(lines), dtype=bool)
    at = [(hit, int(of[hit])) for hit in np.flatnonzero(mask).tolist()]
    _word_hits(rule, setting, lines, hits, at, unconfirmed, outcome)


def _word_hits(  # noqa: PLR0913, PLR0917 - the parts of one run of one rule
    rule: Rule,
    setting: Setting,
    lines: Lines,
    hits: Hits,
    at: Sequence[tuple[int, int]],
    unconfirmed: Mask,
    outcome: Outcome,
) -> None:
    anchors = _Anchors(rule, hits, lines)
    seen: dict[tuple[str, str, str], tuple[int, list[int]]] = {}
    for i, line in at:
        own = None if hits.severity is None else hits.severity.array[i]
        severity = setting.grade(rule, None if pd.isna(own) else own, unconfirmed=bool(unconfirmed[line]))
        place, key, was = anchors.stand(i, line)
        index, sharing = seen.setdefault((place.source, key, place.field), (len(outcome.findings), []))
        is_new = not sharing
        if line not in sharing[-1:]:
            sharing.append(line)
        if not is_new and severity.rank <= outcome.findings[index].severity.rank:
            continue
        template = rule.message + (_CONFIRM if unconfirmed[line] and _CONFIRM not in rule.message else "")
        words = {name: _word(name, lines, hits, (i, line)) for name in names_in(template)}
        finding = Finding(
            rule=rule.id,
            severity=severity,
            place=place,
            key=key,
            field=place.field,
            found=was,
            expected="",
            message=fill(template, words.__getitem__),
        )
        if is_new:
            outcome.add(finding, sharing)
        else:  # the gravest of the lines that share a finding gives it its severity and words
            outcome.findings[index] = finding


def _word(name: str, lines: Lines, hits: Hits, of: tuple[int, int]) -> str:
    hit, i = of
    if name in hits.values:
        return say(hits.values[name].array[hit])
    if name == "prescriber":
        return f"the prescriber (order {say(lines['referral_id'].array[i])})"
    column = column_for(name)
    if name == "payer":
        payer = lines["payer_name"].array[i]
        return say(payer if payer is not None else lines["coverage_payer_id"].array[i])
    return say(lines[column].array[i], field_of(column))


class _Anchors:
    """The rows of tables at which a line rule's findings stand."""

    def __init__(self, rule: Rule, hits: Hits, lines: Lines) -> None:
        self._rule, self._hits, self._lines = rule, hits, lines

    def stand(self, i: int, line: int) -> tuple[Place, str, str]:
        """Return place, key and what is found there for hit i, which is on this line."""
        hits = self._hits
        table = self._rule.anchor if hits.anchor is None else str(hits.anchor.array[i] or self._rule.anchor)
        name = self._rule.field if hits.field is None else str(hits.field.array[i] or self._rule.field)
        line = line if hits.at is None else int(hits.at.array[i])
        at = self._position(table, line)
        if at < 0:
            return Place(table, 0, name), f"visit line {line + 1}", ""
        sheet = self._lines.records[table]
        return Place(table, int(sheet.rows[at]), name), str(sheet.keys()[at]), _found(sheet, at, name)

    def _position(self, table: str, line: int) -> int:
        if table == "practice":
            return 0 if len(self._lines.records[table]) else -1
        prefix = TABLE_PREFIX.get(table)
        return line if prefix is None else int(self._lines.position(prefix)[line])


def _found(sheet: Sheet, at: int, name: str) -> str:
    if name not in sheet.table.model_fields:
        return ""
    return say(sheet[name].array[at], sheet.table.field(name)).replace("(blank)", "")

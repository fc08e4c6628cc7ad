"""Which visit lines may go out on a claim today, and why the others stay at home.

A line with an open error stays, and so does one with a warning that nobody has acknowledged with a
reason, unless the warning says to send it; the whole visit stays with it, because half a visit is not what
happened.

Source: DESIGN §4, handbook §6 (severities), §8.9 (DRAFT, HOLD, READY).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from xl_massbill.book.finding import Finding, Severity
from xl_massbill.book.sheet import Mask
from xl_massbill.claims.again import rejected
from xl_massbill.practice import Lines
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.rule import Scope
from xl_massbill.rules.run import Outcome, in_scope


@dataclass(frozen=True, slots=True)
class Selection:
    """The lines that go, and how many visits stay for which reason."""

    lines: npt.NDArray[np.int64]
    held_by_error: int = 0
    held_by_warning: int = 0
    other_method: int = 0
    already_billed: int = 0
    rejected: int = 0
    """Visits on claims that were rejected: they are sent again when somebody says so."""
    reasons: dict[str, str] = field(default_factory=dict)
    """For each visit that stays: the first reason in words."""
    method: str = "837P"


def select(
    lines: Lines, outcome: Outcome, acknowledged: Collection[tuple[str, str, str]], method: str
) -> Selection:
    """Return the lines of visits that are done, insured, unbilled, without open finding, sent this way."""
    candidate = in_scope(lines, Scope.BILLABLE)
    billed = lines["claim_id"].notna().to_numpy(dtype=bool)
    fits = (lines["payer_submit_method"] == method).to_numpy(dtype=bool, na_value=False)
    errors, warnings, words = _held(outcome, acknowledged, len(lines))
    visits = lines["visit_id"].to_numpy(dtype=object)
    stays_error = _whole_visits(visits, errors & candidate)
    stays_warning = _whole_visits(visits, warnings & candidate) & ~stays_error
    free = candidate & ~billed
    go = free & fits & ~stays_error & ~stays_warning
    held = free & (stays_error | stays_warning)
    return Selection(
        lines=np.flatnonzero(go),
        held_by_error=len(set(visits[free & stays_error])),
        held_by_warning=len(set(visits[free & stays_warning])),
        other_method=len(set(visits[free & ~fits])),
        already_billed=len(set(visits[candidate & billed])),
        rejected=len(set(visits[candidate & _on_rejected(lines)])),
        reasons={str(visits[i]): words[i] for i in np.flatnonzero(held).tolist() if i in words},
        method=method,
    )


def _on_rejected(lines: Lines) -> Mask:
    """Return the lines on claims that wait to be sent again."""
    at = lines.records.positions("claims", "claim_id", lines["claim_id"])
    return np.append(rejected(lines.records), False)[at]


def open_words(
    outcome: Outcome, acknowledged: Collection[tuple[str, str, str]], *, but: str
) -> dict[int, str]:
    """Return for each line that may not go its first open finding in words; those of one rule apart."""
    found: dict[int, str] = {}
    for finding, touched in _holding(outcome, acknowledged):
        if finding.rule != but:
            for i in touched:
                found.setdefault(i, f"{finding.rule} {finding.message}")
    return found


def keep_back(selection: Selection, kept: Mapping[int, str], lines: Lines) -> Selection:
    """Return a selection without these lines, which stay with their visits for an error of their claim."""
    if not kept:
        return selection
    visits = lines["visit_id"].to_numpy(dtype=object)
    words = {str(visits[i]): word for i, word in kept.items()}
    stays = np.isin(selection.lines, list(kept))
    return replace(
        selection,
        lines=selection.lines[~stays],
        held_by_error=selection.held_by_error + len(words),
        reasons=selection.reasons | words,
    )


def _held(
    outcome: Outcome, acknowledged: Collection[tuple[str, str, str]], size: int
) -> tuple[Mask, Mask, dict[int, str]]:
    errors, warnings = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    words: dict[int, str] = {}
    for finding, touched in _holding(outcome, acknowledged):
        at = np.fromiter(touched, dtype=np.int64, count=len(touched))
        (errors if finding.severity is Severity.ERROR else warnings)[at] = True
        for i in touched:
            words.setdefault(i, f"{finding.rule} {finding.message}")
    return errors, warnings, words


def _holding(
    outcome: Outcome, acknowledged: Collection[tuple[str, str, str]]
) -> Iterator[tuple[Finding, Sequence[int]]]:
    """Yield the findings that keep lines at home, with the lines."""
    hurrying = {rule.id for rule in rules() if not rule.holds}
    for finding, touched in zip(outcome.findings, outcome.touched, strict=True):
        if finding.rule in hurrying and finding.severity is Severity.WARNING:
            continue
        if len(touched) and _is_open(finding, acknowledged):
            yield finding, touched


def _is_open(finding: Finding, acknowledged: Collection[tuple[str, str, str]]) -> bool:
    if finding.severity is Severity.ERROR:
        return True
    return finding.severity is Severity.WARNING and finding.identity not in acknowledged


def _whole_visits(visits: npt.NDArray[np.object_], mask: Mask) -> Mask:
    """Return the mask widened to all lines of the visits it touches."""
    held = set(visits[mask])
    return np.fromiter((v in held for v in visits), dtype=bool, count=len(visits)) if held else mask

"""Claims that are being built, asked by the rules about claims before any number is taken.

The claims are made with the numbers they would get, written down as the rows that would be booked, and
the rules look at these rows below those of the workbook. A claim with an error stays at home, with every
claim that shares a visit with it; the others go. What is found is told at the first visit line of the
claim.

Source: DESIGN §4 (build claims, rules at claim level, take control numbers); handbook §6, §6.11.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xl_massbill.book.finding import Finding, Severity
from xl_massbill.book.place import Place
from xl_massbill.claims.booking import claim_row, columns_of, line_rows
from xl_massbill.claims.build import Builder, Draft, numbered
from xl_massbill.claims.claim import Claim
from xl_massbill.claims.numbers import claim_prefix
from xl_massbill.claims.plans_behind import unclear
from xl_massbill.commands.check import Checked
from xl_massbill.commands.form_files import FormFile, form_for
from xl_massbill.practice import Lines, Records
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.rule import Level, Rule
from xl_massbill.rules.run import check

_TABLES = frozenset({"claims", "claim_lines"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What may go, what was found, and the visit lines that stay, each with the reason."""

    ready: Sequence[Draft]
    findings: Sequence[tuple[Finding, Sequence[int]]] = ()
    kept: Mapping[int, str] = field(default_factory=dict)


def judge(
    checked: Checked, drafts: Sequence[Draft], as_of: dt.date, first: int, word: str = "837p"
) -> Judged:
    """Ask the rules about claims, and the form, of what these drafts become, numbered from `first`."""
    records = checked.lines.records
    ids = numbered(drafts, claim_prefix(records), as_of, first)
    claims = list(Builder(checked.lines).claims(drafts, ids))
    resent = [d.again.claim_id for d in drafts if d.again and d.again.is_in_place]
    errors = errors_of(records, claims, as_of, resent)
    findings = [_at_visit(error, drafts[n], checked.lines) for n, error in errors]
    unfit = _unfit([form_for(draft, records, word) for draft in drafts], claims, records, as_of)
    bad = _with_their_visits(drafts, unfit | {n: f"{error.rule} {error.message}" for n, error in errors})
    kept = {row["at"]: why for n, why in bad.items() for row in drafts[n].rows}
    return Judged([draft for n, draft in enumerate(drafts) if n not in bad], findings, kept)


def _unfit(
    forms: Sequence[FormFile], claims: Sequence[Claim], records: Records, as_of: dt.date
) -> dict[int, str]:
    """Return the claims that no form or their own cannot hold, by position, with the reason."""
    found = {n: why for n, claim in enumerate(claims) if (why := unclear(claim.other_payers))}
    for form in {one.kind: one for one in forms}.values():
        own = [n for n, one in enumerate(forms) if one.kind == form.kind]
        for n, why in form.unfit([claims[n] for n in own], records, as_of).items():
            found.setdefault(own[n], why)
    return found


def errors_of(
    records: Records, claims: Sequence[Claim], as_of: dt.date, resent: Collection[str] = ()
) -> list[tuple[int, Finding]]:
    """Return the errors of claims that are not in the workbook yet, each with the position of its claim.

    Those that go out again under their number (`resent`) are looked at in place of their rows.
    """
    rows = [claim_row(claim, "", as_of, None, 0) for claim in claims]
    lines = [row for claim in claims for row in line_rows(claim)]
    more = {"claims": columns_of("claims", rows), "claim_lines": columns_of("claim_lines", lines)}
    seen = records.with_rows(more, ("claim_id", resent))
    found = check(seen, as_of, _asked(), lines=Lines(seen, as_of)).findings
    start = seen["claims"].grid.first_row + seen["claims"].grid.height - len(rows)
    return [
        (finding.place.line - start, finding)
        for finding in found
        if finding.severity is Severity.ERROR
        and finding.place.source == "claims"
        and finding.place.line >= start
    ]


def _asked() -> list[Rule]:
    """Return the rules that look at claims; what they ask of visit lines was asked before."""
    return [
        dataclasses.replace(rule, on_lines=None)
        for rule in rules()
        if rule.on_tables is not None
        and Level.CLAIM in rule.levels
        and rule.tables
        and set(rule.tables) <= _TABLES
    ]


def _at_visit(finding: Finding, draft: Draft, lines: Lines) -> tuple[Finding, Sequence[int]]:
    """Return a finding as it is told: at the first visit line, for a claim that will not be has no row."""
    touched = [row["at"] for row in draft.rows]
    key, row = str(lines.sheet.keys()[touched[0]]), int(lines.sheet.rows[touched[0]])
    return dataclasses.replace(
        finding, place=Place("visits", row, "claim_id"), key=key, field="claim_id", found=""
    ), touched


def _with_their_visits(drafts: Sequence[Draft], bad: dict[int, str]) -> dict[int, str]:
    """Return the claims that stay: half a visit is not what happened."""
    held = dict(bad)
    visits = {row["visit_id"]: why for n, why in bad.items() for row in drafts[n].rows}
    if visits:
        for n, draft in enumerate(drafts):
            why = next((visits[row["visit_id"]] for row in draft.rows if row["visit_id"] in visits), None)
            if why is not None:
                held.setdefault(n, why)
    return held

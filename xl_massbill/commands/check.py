"""Check every row of the workbook and say what is wrong, in the row and on the Findings sheet.

It changes nothing that a person typed: only the Findings table, the Problems columns, and what the program
fills in on Notes (hash, timed minutes) are written.

Source: handbook §1.16, §6; DESIGN §3, §3a.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.column import Owner
from xl_massbill.book.finding import Finding, Severity
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Formula, Workbook
from xl_massbill.commands.rules_sheet import refresh
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.note_minutes import minutes_by_code
from xl_massbill.practice.note_print import fingerprints
from xl_massbill.rules.rule import Rule
from xl_massbill.rules.run import Outcome
from xl_massbill.rules.run import check as run_rules
from xl_massbill.rules.waive import Identity, Known, Standing, days, known, stand

NEEDED = ("practice", "therapists", "payers", "patients", "coverage", "visits", "codes")
SHOWN = 20
_NEEDED_COLUMNS = ("rule_id", "row_key", "field", "severity", "message", "state")
KEEP_FIXED = dt.timedelta(days=90)
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_ONCE = " (Acknowledged by "
_SEE = " See sheet Findings."
_TO_BE_SEEN = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check: the frames it looked at, what it found, and what people have said about that."""

    lines: Lines
    outcome: Outcome
    already: dict[Identity, Known]
    standing: Standing

    @property
    def waived(self) -> frozenset[Identity]:
        """Return the warnings that somebody has acknowledged."""
        return self.standing.waived

    def asks(self, finding: Finding) -> bool:
        """Return whether a finding is to be seen now: grave, not acknowledged, not put off."""
        hidden = finding.identity in self.waived or finding.identity in self.standing.snoozed
        return finding.severity in _TO_BE_SEEN and not hidden

    @property
    def asking(self) -> list[tuple[Finding, Sequence[int]]]:
        """Return the findings that are to be seen now, each with the visit lines it touches."""
        pairs = zip(self.outcome.findings, self.outcome.touched, strict=True)
        return [(finding, touched) for finding, touched in pairs if self.asks(finding)]

    @property
    def findings(self) -> list[Finding]:
        """Return all findings, errors first, then in sheet order."""
        return sorted(
            self.outcome.findings, key=lambda f: (_ORDER[f.severity], f.place.source, f.place.line, f.rule)
        )

    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each severity, and how many warnings are acknowledged."""
        tally = Counter(f.severity.value for f in self.outcome.findings)
        waived = sum(
            1 for f in self.outcome.findings if f.severity is Severity.WARNING and f.identity in self.waived
        )
        return {s.value: tally.get(s.value, 0) for s in Severity} | {"acknowledged": waived}

    def sentence(self) -> str:
        """Return the one sentence that ends the command."""
        n = self.counts()
        if not self.outcome.findings:
            return f"{len(self.lines):,} visit lines checked: nothing to mend."
        return (
            f"{len(self.lines):,} visit lines checked: {n['error']:,} errors, {n['warning']:,} warnings"
            f" ({n['acknowledged']:,} acknowledged), {n['info']:,} notes.{_SEE}"
        )

    def as_json(self, as_of: dt.date) -> dict[str, Any]:
        """Return findings and counts as JSON values."""
        found = [self.finding_as_json(f) for f in self.findings]
        return {"as_of": as_of.isoformat(), "findings": found, "counts": self.counts()}

    def finding_as_json(self, finding: Finding) -> dict[str, Any]:
        """Return one finding as JSON values."""
        return {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "table": finding.place.source,
            "key": finding.key,
            "row": finding.place.line,
            "field": finding.field,
            "message": finding.message,
            "acknowledged": finding.identity in self.waived,
        }

    def text(self) -> str:
        """Return the first findings that ask for something, and the sentence that ends the command."""
        asking = [f for f in self.findings if self.asks(f)]
        lines = [_line(f) for f in asking[:SHOWN]]
        if len(asking) > SHOWN:
            lines.append(f"… and {len(asking) - SHOWN:,} more on sheet Findings.")
        return "\n".join([*lines, self.sentence()])

    def every_line(self) -> str:
        """Return all findings, and the sentence: for a run that writes nothing into the workbook."""
        sentence = self.sentence().removesuffix(_SEE) + " Nothing was written."
        return "\n".join([*map(_line, self.findings), sentence])


def _line(finding: Finding) -> str:
    place = f"{finding.place.source} row {finding.place.line}"
    return f"{finding.severity.value.upper():8}{finding.rule}  {place}: {finding.message}"


def check(
    workbook: Workbook,
    as_of: dt.date,
    *,
    only: Sequence[Rule] | None = None,
    booked: tuple[dt.date, dt.date] | None = None,
) -> Checked:
    """Run all rules as of a day, or some; raise NoTable when the workbook lacks a table that is needed.

    With `booked` the visits planned from one day to another are checked before they take place.
    """
    records = Records(workbook)
    records.needs(*NEEDED)
    lines = Lines(records, as_of, booked=booked)
    outcome = run_rules(records, as_of, only, lines=lines)
    already = known(records)
    return Checked(lines, outcome, already, stand(outcome.findings, records, already, as_of))


def write(workbook: Workbook, checked: Checked, as_of: dt.date) -> None:
    """Put the findings into the workbook (not yet saved): the Findings table and each Problems column."""
    held = workbook.tables()
    if "findings" in held:
        workbook.replace("findings", _findings_table(checked, as_of))
    refresh(workbook, checked.lines.records, checked.outcome.findings, checked.waived)
    for name, table in TABLES.items():
        if name in held and table.facts.owner is Owner.PERSON and "problems" in table.model_fields:
            sheet = checked.lines.records[name]
            if sheet.present and not sheet.lacks("problems"):
                workbook.write(name, {"problems": _problems(checked, name)})
    if "notes" in held:
        _fill_notes(workbook, checked.lines.records["notes"])


def _fill_notes(workbook: Workbook, notes: Sheet) -> None:
    """Put the fingerprint of each signed note, and the sum of its minutes by code, beside it (§1.11)."""
    said = [minutes_by_code(text) if text else None for text in notes["minutes_by_code"]]
    filled = {
        "hash": fingerprints(notes).tolist(),
        "total_timed_minutes": [None if of is None else sum(of.values()) for of in said],
    }
    columns: dict[str, list[Cell]] = {}
    for name, values in filled.items():
        if not notes.lacks(name):
            columns[name] = [None] * notes.grid.height
            for position, value in zip(notes.positions.tolist(), values, strict=True):
                columns[name][position] = value
    if columns:
        workbook.write("notes", columns)


def _findings_table(checked: Checked, as_of: dt.date) -> dict[str, list[Cell]]:
    rows = [_row(finding, checked, as_of) for finding in checked.findings]
    seen = {finding.identity for finding in checked.outcome.findings}
    rows += [
        _fixed(entry, as_of)
        for identity, entry in checked.already.items()
        if _stays(identity, entry, seen, as_of)
    ]
    sheet = checked.lines.records["findings"]  # a workbook of an earlier version lacks the newest columns
    names = [f.name for f in sheet.table.fields() if f.name in _NEEDED_COLUMNS or not sheet.lacks(f.name)]
    return {name: [row.get(name) for row in rows] for name in names}


def _row(finding: Finding, checked: Checked, as_of: dt.date) -> dict[str, Any]:
    entry = checked.already.get(finding.identity)
    lapsed = finding.identity in checked.standing.lapsed
    waived = finding.identity in checked.waived
    kept = entry if entry and not lapsed else None
    on_visits = finding.place.source == "visits"
    return {
        "finding_id": finding_id(finding.identity),
        "run_id": f"{as_of:%Y%m%d}",
        "run_on": as_of,
        "rule_id": finding.rule,
        "severity": finding.severity.value.upper(),
        "sheet": TABLES[finding.place.source].facts.excel,
        "row_key": finding.key,
        "visit_id": finding.key.rpartition("-")[0] if on_visits else None,
        "field": finding.field,
        "found_value": finding.found or None,
        "expected": finding.expected or None,
        "message": finding.message + (_lapse(entry, lapsed=lapsed) if entry and not waived else ""),
        "place": _link(finding),
        "state": _state(finding, checked.standing),
        "acknowledged_by": kept.acknowledged_by if kept else None,
        "acknowledged_on": days(kept.acknowledged_on) if kept else None,
        "ack_reason": kept.reason if kept else None,
        "snoozed_until": kept.snoozed_until if kept else None,
        "row_print": checked.standing.prints.get(finding.identity) or None,
        "first_seen": (days(entry.first_seen) if entry else None) or as_of,
        "last_seen": as_of,
    }


def _state(finding: Finding, standing: Standing) -> str:
    if finding.identity in standing.waived:
        return "ACKNOWLEDGED"
    return "SNOOZED" if finding.identity in standing.snoozed else "OPEN"


def _lapse(entry: Known, *, lapsed: bool) -> str:
    """Return who had acknowledged the warning before its row changed, and why: nothing typed is lost."""
    if not lapsed:
        _, mark, told = str(entry.row["message"] or "").partition(_ONCE)
        return mark + told
    on = days(entry.acknowledged_on)
    day = f" on {on}" if on else ""
    return f"{_ONCE}{entry.acknowledged_by}{day}: “{entry.reason}”. The row has changed since.)"


def _fixed(entry: Known, as_of: dt.date) -> dict[str, Any]:
    row = {k: days(v) if k.endswith(("_on", "_seen", "_until")) else v for k, v in entry.row.items()}
    return {**row, "state": "FIXED", "run_on": row["run_on"] or as_of, "place": None}


def _stays(identity: Identity, entry: Known, seen: set[Identity], as_of: dt.date) -> bool:
    last = days(entry.row["last_seen"])
    return identity not in seen and (last is None or as_of - last <= KEEP_FIXED)


def finding_id(identity: Identity) -> str:
    """Return a short number for a finding that stays the same from run to run."""
    return "F-" + hashlib.sha256("|".join(identity).encode()).hexdigest()[:10].upper()


def _link(finding: Finding) -> Formula | None:
    """Return a link that leads to the cell."""
    facts = TABLES[finding.place.source].facts
    if finding.place.line < 1:
        return None
    return Formula(f'HYPERLINK("#\'{facts.excel}\'!A{finding.place.line}","go to row {finding.place.line}")',
                   f"go to row {finding.place.line}")  # fmt: skip


def _problems(checked: Checked, table: str) -> list[Cell]:
    """Return the words for each grid row of a table; a visit line also shows what else touches it."""
    sheet = checked.lines.records[table]
    words: dict[int, list[tuple[int, str]]] = {}
    for finding, touched in checked.asking:
        rows = _rows_of(finding, touched, table, sheet.grid.first_row, sheet.positions)
        if rows:
            text = f"{finding.severity.value.upper()} {finding.rule}: {finding.message}"
            for position in rows:
                words.setdefault(position, []).append((_ORDER[finding.severity], text))
    out: list[Cell] = [None] * sheet.grid.height
    for position, parts in words.items():
        out[position] = "  •  ".join(text for _, text in sorted(parts, key=lambda p: p[0]))[:2000]
    return out


def _rows_of(
    finding: Finding, touched: Iterable[int], table: str, first_row: int, positions: Any
) -> list[int]:
    if table == "visits" and finding.place.source != "practice":
        return [int(positions[i]) for i in touched]
    if finding.place.source == table and finding.place.line >= first_row:
        return [finding.place.line - first_row]
    return []

"""What the buttons of group Check do: check, look at one row, go to the next problem, acknowledge.

Source: handbook §6; DESIGN §5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xl_massbill.addin.click import Click, Hint
from xl_massbill.addin.selection import lead_to, selected
from xl_massbill.book.tables import TABLES
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

_MOST_EXPLAINED = 3


def everything(click: Click) -> str:
    """Check every row, write what is wrong, and say how much it is."""
    click.writable()
    sentence = click.long("check_all")
    from xl_massbill.commands.rule_changes import note_changes  # noqa: PLC0415 - loads pandas

    note_changes(click.workbook, Records(click.workbook), click.now, click.user)
    click.workbook.save()
    return str(sentence)


def of_selection(click: Click) -> str:
    """Say what is wrong with the selected visit rows; nothing is written, for the rest is not looked at."""
    rows = selected(click, "visits")
    if rows is None:
        raise Refused("Select rows on sheet Visits first.")
    rows_word, *told = click.long("check_selection", positions=list(rows.positions))
    if not told:
        return f"{rows_word} of Visits checked: nothing to mend."
    end = f"{rows_word} of Visits checked. Nothing was written: “Check all” does that."
    return click.report("selection", "\n".join([*told, end]))


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A cell with a finding that is open: errors first, then in the order of the sheets."""

    is_warning: bool
    sheet_no: int
    row: int
    column: int
    sheet: str
    message: str

    @property
    def place(self) -> tuple[int, int, int]:
        """Return sheet, row and column."""
        return self.sheet_no, self.row, self.column


def next_one(click: Click) -> str:
    """Go to the next cell with a problem, errors first, as the last check noted them."""
    gravest: dict[tuple[int, int, int], Problem] = {}
    for one in sorted(_open_problems(click)):
        gravest.setdefault(one.place, one)
    problems = list(gravest.values())
    if not problems:
        return "No open problem is noted on sheet Findings. “Check all” looks for new ones."
    area = click.book.app.selection
    here = (0, 0, 0) if area is None else (area.sheet.index, area.row, area.column)
    if here in gravest:
        problem = problems[(problems.index(gravest[here]) + 1) % len(problems)]
    else:
        problem = next((p for p in problems if p.place > here), problems[0])
    lead_to(click, problem.sheet, problem.row, problem.column)
    return Hint(problem.message)


def _open_problems(click: Click) -> list[Problem]:
    records = Records(click.workbook)
    records.needs("findings")
    by_excel = {TABLES[name].facts.excel: name for name in click.workbook.tables()}
    places = {name: _Places(click, records, name) for name in by_excel.values()}
    found = []
    for row in _rows(records):
        name = by_excel.get(row["sheet"] or "")
        if name is None or row["state"] != "OPEN" or row["severity"] not in ("error", "warning"):
            continue
        at = places[name].cell(str(row["row_key"] or ""), str(row["field"] or ""))
        if at is not None:
            message = f"{row['severity'].upper()} {row['rule_id']}: {row['message']}"
            is_warning = row["severity"] == "warning"
            found.append(Problem(is_warning, places[name].sheet_no, *at, places[name].sheet, message))
    return found


def _rows(records: Records) -> list[dict[str, Any]]:
    """Return the findings as plain rows."""
    sheet = records["findings"]
    names = ("severity", "state", "sheet", "row_key", "field", "rule_id", "message")
    return [dict(zip(names, row, strict=True)) for row in zip(*(sheet[n] for n in names), strict=True)]


class _Places:
    """Where the rows of one table stand now, however it has been sorted since the check."""

    def __init__(self, click: Click, records: Records, table: str) -> None:
        self._records, self._table = records, table
        self._spot = click.workbook.spot(table)
        self._rows: dict[str, int] | None = None
        self.sheet = str(self._spot.sheet.name)
        self.sheet_no = int(self._spot.sheet.index)

    def cell(self, key: str, field: str) -> tuple[int, int] | None:
        """Return row and column of a cell; the first column if the finding is about no one cell."""
        sheet = self._records[self._table]
        if self._rows is None:
            pairs = zip(sheet.keys(), sheet.rows, strict=True)
            self._rows = {}
            for known, row in pairs:
                self._rows.setdefault(str(known), int(row))
        if key not in self._rows:
            return None
        return self._rows[key], self._spot.box.left + sheet.match.at.get(field, 0)


def explanation(click: Click) -> str:
    """Say why a problem is one: of the selected finding, or of the selected row of any sheet."""
    from xl_massbill.commands.explain import explain, rule_named  # noqa: PLC0415

    rows = selected(click)
    if rows is None:
        raise Refused("Select a row on sheet Findings, or a row with a problem, first.")
    records = Records(click.workbook)
    records.needs("findings")
    found = _rows(records)
    if rows.table == "findings":
        chosen = [found[i] for i, p in enumerate(records["findings"].positions) if p in rows.positions]
    else:
        sheet = records[rows.table]
        keys = {str(k) for k, p in zip(sheet.keys(), sheet.positions, strict=True) if p in rows.positions}
        excel = TABLES[rows.table].facts.excel
        chosen = [r for r in found if r["sheet"] == excel and r["row_key"] in keys and r["state"] != "FIXED"]
    if not chosen:
        return "The last check has found nothing in the selected row."
    told = [f"{row['message']}\n{explain(rule_named(row['rule_id']))}" for row in chosen[:_MOST_EXPLAINED]]
    more = len(chosen) - len(told)
    rest = f"\n… and {more:,} more: select one row." if more else ""
    return click.report("why", "\n\n".join(told) + rest)


def acknowledged(click: Click) -> str:
    """Ask for a reason, and write it with the person's name beside the selected warnings."""
    from xl_massbill.commands import acknowledge  # noqa: PLC0415

    rows = selected(click, "findings")
    if rows is None:
        raise Refused("Select the warnings on sheet Findings first.")
    workbook = click.writable()
    count = len(acknowledge.warnings_at(workbook, rows.positions))
    if not count:
        return acknowledge.Acknowledged(0, len(rows.positions), "").sentence()
    which = "this warning" if count == 1 else f"these {count:,} warnings"
    reason = click.desk.ask(
        f"Why is it right in spite of {which}? (at least 10 characters, no names of patients)"
    )
    if reason is None:
        return ""
    by = click.user or click.desk.ask("Your name?") or ""
    done = acknowledge.acknowledge(workbook, rows.positions, by=by, reason=reason, on=click.today)
    workbook.save()
    return done.sentence()


def before_visits(click: Click) -> str:
    """Say whom to call about the booked visits of the coming days."""
    return click.report("previsit", click.long("previsit"))

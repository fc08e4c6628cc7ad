"""Writes a planned posting into the workbook, and takes one back: nothing is saved here.

What a posting changes is returned cell by cell, before and after, so that taking it back restores every
figure, and so that it is refused where somebody has gone on from there.

Source: handbook §8.7 (post as they come, never overwrite), §11.5; DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims import follow_up
from xl_massbill.claims.booking import cell_of, columns_of
from xl_massbill.claims.keeping import Happened, move, put_back
from xl_massbill.claims.states import Event, Facts
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits import post_rows
from xl_massbill.remits.post_cells import cells_of, figures_of
from xl_massbill.remits.post_values import Posting, Row, Task


class Numbers(NamedTuple):
    """The numbers a posting takes: of its remittance, and the first of each kind of row."""

    remit: int
    payment: int
    denial: int
    unplaced: int

    @property
    def remit_id(self) -> str:
        """Return the number of the remittance as it is shown."""
        return f"RM{self.remit:06d}"


def write(workbook: Workbook, records: Records, posting: Posting, numbers: Numbers) -> Row:
    """Write a posting and return what the journal keeps of it, cells in lists; a held one moves no claim."""
    remit_id = numbers.remit_id
    claims = list(posting.accounts)
    before = cells_of(records, claims, posting.lines_before)
    if posting.replaces:
        of = {posting.replaces}
        remove(workbook, records, dict.fromkeys(("payments", "plb", "unplaced", "denials", "remits"), of))
    _append(workbook, records, "remits", [post_rows.remit(posting, remit_id)])
    columns = post_rows.payments(posting, remit_id, numbers.payment)
    if columns:
        workbook.append("payments", columns)
        records.forget("payments")
    _append(workbook, records, "plb", post_rows.provider(posting, remit_id))
    kept: Row = {"remit_id": remit_id, "held": list(posting.held)}
    if not posting.held:
        kept |= _new_rows(workbook, records, posting, numbers) | change(workbook, records, posting)
    return kept | {"before": before, "after": cells_of(records, claims, posting.lines_before)}


def _new_rows(workbook: Workbook, records: Records, posting: Posting, numbers: Numbers) -> Row:
    waiting = post_rows.unplaced(posting, numbers.remit_id, numbers.unplaced)
    if records["unplaced"].present:
        _append(workbook, records, "unplaced", waiting)
    return {"unplaced": [row["unplaced_id"] for row in waiting]} | write_denials(
        workbook, records, posting, numbers
    )


def write_denials(workbook: Workbook, records: Records, posting: Posting, numbers: Numbers) -> Row:
    """Add the rows of Denials and return their numbers."""
    also = {"remit_id": numbers.remit_id}
    rows = post_rows.numbered(posting.denials, "DN", "denial_id", numbers.denial, also)
    if records["denials"].present:
        _append(workbook, records, "denials", rows)
    return {"denials": [row["denial_id"] for row in rows]}


def change(workbook: Workbook, records: Records, posting: Posting) -> Row:
    """Write the new figures of claims, lines and denials, let the claims take their steps, leave tasks."""
    accounts = posting.accounts
    put(
        workbook,
        records,
        "claims",
        {claim: account.cells for claim, account in accounts.items()},
    )
    touched = {
        (claim, number): line.cells
        for claim, account in accounts.items()
        for number, line in account.lines.items()
        if line.is_touched
    }
    put(workbook, records, "claim_lines", touched)
    back = _recover(workbook, records, posting.recovered)
    known = set(records["follow_up"]["followup_id"])
    for happened, claims in _rounds(posting):
        move(workbook, records, claims, happened)
    follow_up.add(
        workbook, records, [task.row(posting.origin.as_of) for task in posting.tasks], posting.origin.by
    )
    tasks = [number for number in records["follow_up"]["followup_id"] if number and number not in known]
    return {"follow_up": tasks, "recovered": back}


def _rounds(posting: Posting) -> Iterable[tuple[Happened, list[str]]]:
    """Yield the steps of all claims: the first of each, then the second; those alike at once."""
    deepest = max(map(len, posting.steps.values()), default=0)
    for at in range(deepest):
        together: dict[tuple[Event, Any], dict[str, Facts]] = {}
        for claim, steps in posting.steps.items():
            if at < len(steps):
                one = steps[at]
                together.setdefault((one.event, one.on), {})[claim] = one.facts
        for (event, on), facts in together.items():
            why = f"{posting.origin.source} {posting.remittance.trace}"
            yield Happened(event, on, posting.origin.by, why, facts), list(facts)


def undo(workbook: Workbook, records: Records, kept: Mapping[str, Any], on: dt.date, by: str = "") -> None:
    """Take a posting back (not yet saved); raise Refused where somebody has gone on from it."""
    remit_id = str(kept["remit_id"])
    at = records.index("remits", "remit_id").get(remit_id)
    if at is not None and records["remits"].raw("deposit_amount")[at] is not None:
        raise Refused(f"A deposit is noted beside remittance {remit_id}: clear it first.")
    restore(workbook, records, kept, on, by)
    remove(workbook, records, {table: {remit_id} for table in ("payments", "plb", "unplaced", "remits")})
    for table in ("eob_entry", "patient_payments"):
        mark(workbook, records, table, {remit_id: None})


def mark(workbook: Workbook, records: Records, table: str, numbers: Mapping[Any, str | None]) -> None:
    """Note beside typed rows which remittance they became (not yet saved), found by what stands there now.

    Whole numbers find rows by their place on the sheet.
    """
    sheet = records[table]
    if not sheet.present or sheet.lacks("posted"):
        return
    cells = list(sheet.grid.columns[sheet.match.at["posted"]])
    for position, row, now in zip(
        sheet.positions.tolist(), sheet.rows.tolist(), sheet["posted"], strict=True
    ):
        for key in (row, now):
            if key is not None and key in numbers:
                cells[position] = numbers[key]
    workbook.write(table, {"posted": cells})
    records.forget(table)


def restore(workbook: Workbook, records: Records, kept: Mapping[str, Any], on: dt.date, by: str = "") -> None:
    """Put back the figures and states that were changed, and take out the denials that were added."""
    claims = list(kept["after"]["claims"])
    lines = [(row["claim_id"], row["line_no"]) for row in kept["after"]["lines"]]
    _must_be_as_left(kept["after"], figures_of(records, claims, lines))
    _must_be_undecided(records, kept)
    remove(workbook, records, {"denials": set(kept.get("denials", ()))}, key="denial_id")
    before = kept["before"]
    lined = {(row["claim_id"], row["line_no"]): row for row in before["lines"]}
    put(workbook, records, "claim_lines", {key: _without_key(row) for key, row in lined.items()})
    kinds = {field.name: field.kind for field in TABLES["claims"].fields()}
    cells = {c: {n: cell_of(kinds[n], v) for n, v in row.items()} for c, row in before["claims"].items()}
    if cells:
        put_back(workbook, records, cells)
    _recover(workbook, records, {denial: pair[0] for denial, pair in kept.get("recovered", {}).items()})
    why = f"posting {kept['remit_id']} was taken back"
    told = [Task(c, "NOTE", why, on, follow_up.OWNER, why).row(on) for c in _followed(records, kept)]
    follow_up.add(workbook, records, told, by)


def _followed(records: Records, kept: Mapping[str, Any]) -> list[str]:
    """Return the claims about which the posting had left tasks, each once."""
    sheet = records["follow_up"]
    pairs = zip(sheet["followup_id"], sheet["claim_id"], strict=True)
    return list(
        dict.fromkeys(claim for number, claim in pairs if claim and number in kept.get("follow_up", ()))
    )


def remove(
    workbook: Workbook, records: Records, wanted: Mapping[str, Collection[str]], key: str = "remit_id"
) -> None:
    """Take rows out of tables of the program, found by a column."""
    for table, values in wanted.items():
        sheet = records[table]
        gone = {i for i, one in enumerate(sheet[key].tolist()) if one in values}
        if not gone:
            continue
        names = [f.name for f in sheet.table.fields() if not sheet.lacks(f.name)]
        if sheet.match.extra:  # the clinic's own cells stand beside these rows: they keep their places
            positions = {int(sheet.positions[i]) for i in gone}
            cells = {
                n: [
                    None if i in positions else c for i, c in enumerate(sheet.grid.columns[sheet.match.at[n]])
                ]
                for n in names
            }
            workbook.write(table, cells, by="office")
        else:
            workbook.replace(
                table, {n: [c for i, c in enumerate(sheet.raw(n)) if i not in gone] for n in names}
            )
        records.forget(table)


def _must_be_as_left(after: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    changed = [claim for claim, row in after["claims"].items() if now["claims"].get(claim) != row]
    changed += [
        row["claim_id"] for row, then in zip(now["lines"], after["lines"], strict=True) if row != then
    ]
    if changed:
        shown = ", ".join(dict.fromkeys(changed[:5]))
        raise Refused(
            f"Since this posting something else has happened to claim {shown}: take that back first,"
            " the later one before the earlier one."
        )


def _must_be_undecided(records: Records, kept: Mapping[str, Any]) -> None:
    sheet = records["denials"]
    pairs = zip(sheet["denial_id"], sheet["decision"], strict=True)
    decided = [denial for denial, decision in pairs if denial in kept.get("denials", ()) and decision]
    if decided:
        raise Refused(f"A decision stands beside denial {', '.join(decided[:5])}: clear it first.")


def _recover(
    workbook: Workbook, records: Records, cents: Mapping[str, int | None]
) -> dict[str, list[int | None]]:
    """Write what has come back for denials; return for each what stood there and what stands there now."""
    known, at = records["denials"].kept("recovered"), records.index("denials", "denial_id")
    found = {denial: [known[at[denial]], amount] for denial, amount in cents.items() if denial in at}
    put(workbook, records, "denials", {denial: {"recovered": pair[1]} for denial, pair in found.items()})
    return found


def _append(workbook: Workbook, records: Records, table: str, rows: list[Row]) -> None:
    if rows:
        workbook.append(table, columns_of(table, rows))
        records.forget(table)


def put(workbook: Workbook, records: Records, table: str, rows: Mapping[Any, Row]) -> None:
    """Write values (cents, ISO days) into the rows with these keys (not yet saved)."""
    if not rows:
        return
    sheet = records[table]
    key = sheet.table.facts.key
    keys: Iterable[Any] = sheet.kept(key[0]) if len(key) == 1 else zip(*map(sheet.kept, key), strict=True)
    at = dict(zip(keys, sheet.positions.tolist(), strict=True))
    positions = [at[key] for key in rows]
    columns = {}
    for name in next(iter(rows.values())):
        if sheet.lacks(name):
            continue
        kind, cells = sheet.table.field(name).kind, list(sheet.grid.columns[sheet.match.at[name]])
        values = [row[name] for row in rows.values()]
        known = {value: cell_of(kind, value) for value in set(values)}  # claims are much alike
        for position, value in zip(positions, values, strict=True):
            cells[position] = known[value]
        columns[name] = cells
    workbook.write(table, columns)
    records.forget(table)


def _without_key(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("claim_id", "line_no")}

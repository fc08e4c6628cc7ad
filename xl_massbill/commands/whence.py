"""Leads from what a payer or clearinghouse turned back to the cell in which somebody typed it.

A 999 counts segments of our own file, so the file that was kept is opened; a 277CA names a status that
belongs to an element. Every column of the workbook says which element of the 837P it becomes; the claim says
which rows.

Source: handbook §8.2 (IK3, IK4, CTX), §8.3 (TRN*2); DESIGN §3 (Place).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xl_massbill.book.folder import Folder
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.claims.kept_files import kept
from xl_massbill.errors import Unreadable
from xl_massbill.forms.x837p import trace
from xl_massbill.practice import Records
from xl_massbill.remits.verdicts import Spot
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment

_KEYS = {
    "visits": "",
    "coverage": "coverage_id",
    "patients": "patient_id",
    "therapists": "therapist_id",
    "payers": "payer_id",
    "referrals": "referral_id",
    "auths": "auth_id",
    "facilities": "facility_id",
    "practice": "",
}
"""The tables that people type, in the order of asking, and the column of Claims that leads there."""
_SELF = "18"


@dataclass(frozen=True, slots=True)
class Where:
    """A cell: table, worksheet row, heading, and the key of the row, which stays when rows are sorted."""

    table: str
    row: int
    heading: str
    key: str
    visit_id: str = ""

    def __str__(self) -> str:
        """Return it in words."""
        return f"{TABLES[self.table].facts.excel} {self.key}, {self.heading} (row {self.row})"


@dataclass(frozen=True, slots=True)
class Sent:
    """One segment that we sent: of which set, claim and line (0 outside of lines)."""

    set_number: str
    position: int
    segment: Segment
    claim_id: str
    line: int


class SentFile:
    """The file of a batch as it was kept; nothing is known of one that was not kept whole."""

    def __init__(self, folder: Folder | None, sha256: str) -> None:
        self._folder, self._sha256 = folder, sha256

    @cached_property
    def _segments(self) -> list[Sent]:
        data = kept(self._folder, self._sha256) if self._folder else None
        if data is None:
            return []
        try:
            return list(_sent(data))
        except Unreadable:
            return []

    def claims_of(self, set_number: str) -> list[str]:
        """Return the claims of a set, in their order; of all sets where none is named."""
        wanted = [s for s in self._segments if not set_number or _same(s.set_number, set_number)]
        return list(dict.fromkeys(s.claim_id for s in wanted if s.claim_id))

    def at(self, set_number: str, position: int) -> Sent | None:
        """Return the segment at a position of a set."""
        return next(
            (s for s in self._segments if s.position == position and _same(s.set_number, set_number)), None
        )


def _same(one: str, other: str) -> bool:
    return one.lstrip("0") == other.lstrip("0")


def _sent(data: bytes) -> Iterator[Sent]:
    traces = trace(data)
    is_inside = False
    for segment in read(data):
        is_inside = is_inside or segment.id == "ST"
        if is_inside:
            one = next(traces)
            yield Sent(one.set_control, one.position, segment, one.claim_id, one.line)
        is_inside = is_inside and segment.id != "SE"


def where(records: Records, claim_id: str, spot: Spot, sent: Sent | None = None) -> Where | None:
    """Return the cell behind a spot of a claim, None where it cannot be told."""
    at = records.index("claims", "claim_id").get(claim_id)
    if at is None:
        return None
    line = sent.line if sent else _line_of(records, claim_id, spot.line)
    for table, name in _columns(spot, sent, _is_self(records, at)):
        if (found := _row(records, at, table, line)) is None:
            continue
        if table == "visits" and name.startswith("dx") and sent is not None:
            name = _same_diagnosis(records, found, name, sent, spot)  # noqa: PLW2901 - the order may differ
        sheet = records[table]
        title = sheet.table.field(name).column.title
        visit = str(sheet["visit_id"].iloc[found]) if table == "visits" else ""
        return Where(table, int(sheet.rows[found]), title, str(sheet.keys()[found]), visit)
    return None


def first_row(records: Records, claim_id: str) -> Where | None:
    """Return the first visit line of a claim."""
    at = records.index("claims", "claim_id").get(claim_id)
    found = None if at is None else _row(records, at, "visits", 0)
    if found is None:
        return None
    sheet = records["visits"]
    title = sheet.table.field("visit_id").column.title
    return Where(
        "visits", int(sheet.rows[found]), title, str(sheet.keys()[found]), str(sheet["visit_id"].iloc[found])
    )


def _columns(spot: Spot, sent: Sent | None, is_self: bool) -> Iterator[tuple[str, str]]:
    """Yield the columns that become an element, those of the right loop before those of any."""
    addresses = _addresses(spot, sent)
    for is_exact in (True, False):
        for address in addresses:
            loop, _, element = address.rpartition(" ")
            for table, name, x12 in _typed(is_self):
                of_loop, _, of_element = x12.rpartition(" ")
                if of_element == element and (
                    of_loop == loop if is_exact else not loop or of_loop[:4] == loop[:4]
                ):
                    yield table, name


def _typed(is_self: bool) -> Iterator[tuple[str, str, str]]:
    """Yield the columns that become elements; whose name goes out, patient's or insured's, comes first."""
    order = list(_KEYS)
    if is_self:
        order.remove("coverage")
        order.insert(2, "coverage")
    for table in order:
        for field in TABLES[table].fields():
            if field.column.x12:
                yield table, field.name, field.column.x12


def _addresses(spot: Spot, sent: Sent | None) -> list[str]:
    """Return how the columns may name this element, the most exact first."""
    if spot.address:
        return [spot.address]
    name = spot.segment or (sent.segment.id if sent else "")
    loop = f"{spot.loop} " if spot.loop else ""
    qualifier = sent.segment.get(1) if sent else ""
    found = [f"{loop}{name}*{qualifier}"] if qualifier else []
    if name == "HI":
        return [f"{loop}HI"]
    if spot.element:
        found.insert(0, f"{loop}{name}{spot.element:02}")
        if spot.component:
            found.insert(0, f"{loop}{name}{spot.element:02}-{spot.component}")
    return found


def _is_self(records: Records, at: int) -> bool:
    coverage = records["claims"]["coverage_id"].iloc[at]
    found = records.index("coverage", "coverage_id").get(coverage)
    return found is None or records["coverage"]["relation_to_insured"].iloc[found] in (None, _SELF)


def _row(records: Records, at: int, table: str, line: int) -> int | None:
    """Return the position of the row of a table that a claim took its cells from."""
    if table == "visits":
        return _visit(records, at, line)
    if table == "practice":
        return 0 if len(records["practice"]) else None
    key = _KEYS[table]
    return records.index(table, key).get(records["claims"][key].iloc[at])


def _visit(records: Records, at: int, line: int) -> int | None:
    """Return the row of Visits behind a line of a claim (0: its first), which may be on another claim now."""
    claim, lines = records["claims"]["claim_id"].iloc[at], records["claim_lines"]
    own = _those(lines, "claim_id", claim)
    own = [i for i in own if not line or lines["line_no"].iloc[i] == line] or own
    if not own:
        return None
    visit, code = lines["visit_id"].iloc[own[0]], lines["code"].iloc[own[0]]
    rows = _those(records["visits"], "visit_id", visit)
    return next((i for i in rows if records["visits"]["code"].iloc[i] == code), rows[0] if rows else None)


def _those(sheet: Sheet, name: str, value: object) -> list[int]:
    """Return the positions of the rows that hold a value."""
    return [int(i) for i in (sheet[name] == value).to_numpy(dtype=bool, na_value=False).nonzero()[0]]


def _line_of(records: Records, claim_id: str, control: str) -> int:
    """Return the number of a line by its control number (REF*6R, REF*FJ), 0 where it is unknown."""
    if not control:
        return 0
    lines = records["claim_lines"]
    pairs = zip(lines["claim_id"], lines["line_ctl"], lines["line_no"], strict=True)
    return next((int(n) for claim, known, n in pairs if claim == claim_id and known == control), 0)


def _same_diagnosis(records: Records, row: int, name: str, sent: Sent, spot: Spot) -> str:
    """Return the column of Visits that holds the diagnosis that was sent."""
    code = sent.segment.parts(spot.element or 1)[-1]
    columns = [f"dx{i}" for i in range(1, 13)]
    typed = {one: str(records["visits"][one].iloc[row] or "").replace(".", "").upper() for one in columns}
    return next((one for one in columns if code and typed[one] == code), name)

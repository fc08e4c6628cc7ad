"""A claim CSV read back, to prove that it says what the claims say.

Source: handbook §7.1 (one line a service); RFC 4180.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xl_massbill.claims.claim import Claim, ServiceLine
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.claim_csv.cells import plain, unguarded
from xl_massbill.forms.claim_csv.columns import COLUMNS, MOST_DIAGNOSES, MOST_MODIFIERS
from xl_massbill.forms.claim_csv.columns import cells as wanted_cells

_NAMES = [column.name for column in COLUMNS]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One row: what was billed, with pointers from 1."""

    number: int
    day: date
    code: str
    modifiers: tuple[str, ...]
    units: int
    charge: Decimal
    pointers: tuple[int, ...]
    control: str


@dataclass(frozen=True, slots=True, repr=False)
class ReadClaim:
    """The rows of one claim; `cells` holds every text of each row, by column name."""

    claim_id: str
    charge: Decimal
    diagnoses: tuple[str, ...]
    lines: tuple[ReadLine, ...]
    cells: tuple[dict[str, str], ...]

    def __repr__(self) -> str:
        """Show the number only."""
        return f"ReadClaim({self.claim_id})"


def read_claims(data: bytes) -> tuple[ReadClaim, ...]:
    """Return the claims of a file, in its order.

    Raises:
        Unreadable: it is no claim CSV of ours, is damaged, or the rows of a claim do not stand together.
    """
    found: list[list[dict[str, str]]] = []
    for row in _rows(data):
        if found and found[-1][0]["claim_id"] == row["claim_id"]:
            found[-1].append(row)
        else:
            found.append([row])
    claims = tuple(_claim(rows) for rows in found)
    if len({claim.claim_id for claim in claims}) != len(claims):
        raise Unreadable("The claim CSV holds rows of one claim in two places.")
    return claims


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
        if text and not text.endswith("\r\n"):
            raise Unreadable("The claim CSV is cut short: its last row does not end.")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        if next(reader, None) != _NAMES:
            raise Unreadable("The claim CSV does not have the columns it should.")
        for number, row in enumerate(reader, 2):
            if len(row) != len(_NAMES):
                raise Unreadable(f"Row {number} of the claim CSV has {len(row)} cells, not {len(_NAMES)}.")
            yield dict(zip(_NAMES, map(unguarded, row), strict=True))
    except UnicodeDecodeError:
        raise Unreadable("The claim CSV is not UTF-8.") from None
    except csv.Error:
        raise Unreadable("The claim CSV is not readable as CSV.") from None


def _claim(rows: list[dict[str, str]]) -> ReadClaim:
    first = rows[0]
    try:
        dx = tuple(filter(None, (first[f"dx{at}"] for at in range(1, MOST_DIAGNOSES + 1))))
        return ReadClaim(
            first["claim_id"], Decimal(first["total_charge"]), dx, tuple(map(_line, rows)), tuple(rows)
        )
    except (ValueError, InvalidOperation):
        raise Unreadable(f"Claim {first['claim_id']} of the CSV holds no true number or day.") from None


def _line(row: dict[str, str]) -> ReadLine:
    modifiers = (row[f"mod{at}"] for at in range(1, MOST_MODIFIERS + 1))
    return ReadLine(
        number=int(row["line"]),
        day=date.fromisoformat(row["service_date"]),
        code=row["code"],
        modifiers=tuple(filter(None, modifiers)),
        units=int(row["units"]),
        charge=Decimal(row["charge"]),
        pointers=tuple(ord(letter) - ord("A") + 1 for letter in row["pointers"]),
        control=row["line_control"],
    )


def verify(data: bytes, claims: Iterable[Claim]) -> None:
    """Hold a file, read back, against the claims it was made from: every claim, line, charge and cell.

    Raises:
        Refused: it says something else than the claims.
        Unreadable: it cannot be read.
    """
    found, wanted = read_claims(data), tuple(claims)
    if [claim.claim_id for claim in found] != [plain(claim.claim_id) for claim in wanted]:
        raise _wrong("it does not hold the claims that were asked for, in their order")
    for read, claim in zip(found, wanted, strict=True):
        if read.charge != claim.total or sum((line.charge for line in read.lines), Decimal(0)) != claim.total:
            raise _wrong(f"the charges of claim {claim.claim_id} are not those that were asked for")
        if read.diagnoses != tuple(filter(None, map(plain, claim.diagnoses))):
            raise _wrong(f"the diagnoses of claim {claim.claim_id} are not those that were asked for")
        if read.lines != tuple(map(_asked, claim.lines)):
            raise _wrong(f"the lines of claim {claim.claim_id} are not those that were asked for")
        for row, line in zip(read.cells, claim.lines, strict=True):
            if tuple(row.values()) != wanted_cells(claim, line):
                raise _wrong(f"a cell of claim {claim.claim_id} is not as it was asked for")


def _asked(line: ServiceLine) -> ReadLine:
    return ReadLine(
        number=line.number,
        day=line.day,
        code=plain(line.code),
        modifiers=tuple(filter(None, map(plain, line.modifiers))),
        units=line.units,
        charge=line.charge,
        pointers=line.pointers,
        control=plain(line.control),
    )


def _wrong(problem: str) -> Refused:
    return Refused(f"The claim CSV did not pass its own check: {problem}.")

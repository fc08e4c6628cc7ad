"""Leads a segment of an 837P file back to its claim, its line and its row in the workbook.

A payer's acknowledgement names a segment by its number in the transaction set (999, IK302); the clerk needs
the row of sheet Visits.

Source: handbook §8.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xl_massbill.claims.claim import Claim
from xl_massbill.forms.x837p.reading import Source, opened
from xl_massbill.x12.read import read


class Trace(NamedTuple):
    """Where a segment comes from.

    `position` counts from ST = 1 within its set; `line` is 0 outside service lines; `claim_id` is empty in
    the parts that claims share; `row` is the worksheet row in Visits, 0 where unknown.
    """

    set_control: str
    position: int
    segment: str
    claim_id: str
    line: int
    row: int


def trace(source: Source, claims: Iterable[Claim] = ()) -> Iterator[Trace]:
    """Yield one trace for each segment from ST to SE; rows are known for the claims given.

    Outside its service lines a claim leads to the row of its first line.
    """
    rows = {(claim.claim_id, line.number): line.row for claim in claims for line in claim.lines}
    for control, block in _blocks(source):
        claim_id = next((found for _, name, _, found in block if name == "CLM"), "")
        for position, name, line, _ in block:
            row = rows.get((claim_id, line or 1), 0) if claim_id else 0
            yield Trace(control, position, name, claim_id, line, row)


_Mark = tuple[int, str, int, str]


def _blocks(source: Source) -> Iterator[tuple[str, list[_Mark]]]:
    """Yield each set's segments in parts: what claims share, or one claim with its subscriber."""
    block: list[_Mark] = []
    control, position, line, has_claim = "", 0, 0, False
    with opened(source) as stream:
        for segment in read(stream):
            name = segment.elements[0]
            if name == "ST":
                control, position = segment.get(2), 0
            elif not control:
                continue
            position += 1
            is_border = name == "SE" or (name == "HL" and segment.get(3) in ("20", "22"))
            if is_border or (name == "CLM" and has_claim):
                yield control, block
                block, line, has_claim = [], 0, False
            if name == "LX":
                line = int(segment.get(1)) if segment.get(1).isdecimal() else 0
            has_claim = has_claim or name == "CLM"
            block.append((position, name, line, segment.get(1) if name == "CLM" else ""))
            if name == "SE":
                yield control, block
                block, control = [], ""

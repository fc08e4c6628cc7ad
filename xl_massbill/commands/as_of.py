"""What was owed at the end of a past day by what was known then: claims by the journal, visits as they stand.

The journal says how each claim stood when a day ended, and which visits were on claims. What a visit costs,
whether it took place, and what its patient paid at the desk, is not in it: that is taken as the sheets stand.

Source: handbook §10.1-10.3; DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.claims.journal import Journal
from xl_massbill.claims.ledger import Items, claim_items, items_of, visit_items
from xl_massbill.claims.standing import ACTIVITY, Known, Standing, known_on
from xl_massbill.commands.deeds import BOOKED, RESERVED, TAKEN_BACK
from xl_massbill.practice import Lines, Records

_AT_HOME = ("DRAFT", "HOLD", "READY")


def items_on(lines: Lines, journal: Journal, day: dt.date) -> tuple[Items, Known]:
    """Return what was open at the end of a day, and what the journal knows of it; see `Known.covers`."""
    known = known_on(journal, day)
    claims = Standing.of(known.rows.values())
    visits = _until(visit_items(lines, _on_claim(lines, journal, known, day)), day)
    return items_of([*claim_items(claims, claims[ACTIVITY]), *visits]), known


def _until(frames: list[pd.DataFrame], day: dt.date) -> list[pd.DataFrame]:
    """Return the visits that had taken place; one without a day counts, to be seen."""
    return [frame[~(frame["dos"] > pd.Timestamp(day)).to_numpy(dtype=bool)] for frame in frames]


def _on_claim(lines: Lines, journal: Journal, known: Known, day: dt.date) -> npt.NDArray[np.bool_]:
    """Return which visit lines were on a claim when a day ended.

    A batch that was taken back has freed its visits. Of visits that no batch of the journal names, the claim
    beside them counts, if it or one that it follows was out by then, or if nobody ever knew it.
    """
    named, billed = _billed(journal, day)
    parents = _parents(lines.records)
    out = {
        claim: claim not in known.ever or any(_is_out(known.rows.get(c)) for c in _line_of(claim, parents))
        for claim in lines["claim_id"].dropna().unique().tolist()
    }
    pairs = zip(lines.records["visits"].keys().tolist(), lines["claim_id"].tolist(), strict=True)
    found = (key in billed if key in named else out.get(claim, False) for key, claim in pairs)
    return np.fromiter(found, dtype=bool, count=len(lines))


def _billed(journal: Journal, day: dt.date) -> tuple[set[str], set[str]]:
    """Return the visit lines that any batch names, and those that one named by a day's end and kept."""
    visits: dict[str, Any] = {}
    booked, back = set[str](), set[str]()
    for event in journal.events(RESERVED, BOOKED, TAKEN_BACK):
        if event.action == RESERVED:
            visits[event.subject] = event.detail["visits"]
        elif event.at.date() <= day:
            (booked if event.action == BOOKED else back).add(event.subject)
    named = {visit for of_batch in visits.values() for visit in of_batch}
    return named, {visit for batch in booked - back for visit in visits.get(batch, ())}


def _parents(records: Records) -> dict[Any, Any]:
    sheet = records["claims"]
    names = ("claim_id", "replaces_claim_id", "parent_claim_id")
    rows = zip(*(sheet[name].tolist() for name in names), strict=True)
    return {claim: replaced or parent for claim, replaced, parent in rows if replaced or parent}


def _line_of(claim: Any, parents: dict[Any, Any]) -> Iterator[Any]:
    seen = set()
    while claim and claim not in seen:
        seen.add(claim)
        yield claim
        claim = parents.get(claim)


def _is_out(row: dict[str, Any] | None) -> bool:
    return row is not None and (row.get("status") not in _AT_HOME or bool(row.get("rejections")))

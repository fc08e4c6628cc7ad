"""Work out what is owed and how old it is, today or on a past day.

Of a past day two things can be asked: what was known when it ended, which the journal says, or what the
workbook holds now, counted as of that day. The header says which it is.

Source: handbook §10.1-10.3.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from xl_massbill.aging.bounds import SETTING
from xl_massbill.aging.buckets import Buckets
from xl_massbill.aging.report import DOS, KIND, LAST_ACTIVITY, report
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.ledger import Items, open_items
from xl_massbill.commands.aged import ANCHOR_WORDS, BY, KNOWN_THEN, STANDS, Aged
from xl_massbill.commands.aging_sheets import write
from xl_massbill.commands.as_of import items_on
from xl_massbill.practice import Lines, Records

__all__ = ["ANCHOR_WORDS", "BY", "KNOWN_THEN", "STANDS", "Aged", "age", "aging_on", "own_anchor", "write"]

_VISITS_NOTE = "Unbilled work and visits paid at the desk: as the sheet Visits stands now, up to that day."


def age(
    workbook: Workbook, as_of: dt.date, anchor: str | None = None, buckets: Buckets | None = None
) -> Aged:
    """Age everything that is owed as the workbook stands, counted as of a day.

    Anchor and buckets are the practice's own unless they are named.
    """
    records = _records(workbook)
    chosen = anchor or own_anchor(records)
    items = open_items(Lines(records, as_of), with_activity=chosen == LAST_ACTIVITY)
    return _aged(records, items, as_of, chosen, buckets)


def aging_on(
    workbook: Workbook,
    day: dt.date,
    today: dt.date,
    anchor: str | None = None,
    buckets: Buckets | None = None,
) -> Aged:
    """Return the aging as of a day with its lines: of a past day what was known when it ended.

    Where the journal does not reach back so far, the workbook as it stands is counted as of that day, and
    `notes` says so.
    """
    if day >= today:
        return age(workbook, day, anchor, buckets)
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        why = f"This workbook has no journal: what was known on {day} cannot be known."
        return replace(age(workbook, day, anchor, buckets), notes=(why,))
    records = _records(workbook)
    with Journal(folder.journal) as journal:
        items, known = items_on(Lines(records, day), journal, day)
    if not known.covers(day):
        since = f"only from {known.since} on" if known.since else "not yet"
        why = f"The journal keeps the figures of claims {since}: what was known on {day} cannot be known."
        return replace(age(workbook, day, anchor, buckets), notes=(why,))
    found = _aged(records, items, day, anchor or own_anchor(records), buckets)
    return replace(found, basis=KNOWN_THEN, notes=(_VISITS_NOTE,))


def _records(workbook: Workbook) -> Records:
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "payers")
    return records


def own_anchor(records: Records) -> str:
    """Return from which day the practice counts in its aging report."""
    own = records["practice"]["aging_basis_report"]
    return str(own.iloc[0]) if len(own) and own.iloc[0] else DOS


def _aged(records: Records, items: Items, as_of: dt.date, anchor: str, buckets: Buckets | None) -> Aged:
    payers = records["payers"]
    kinds = dict(zip(payers["payer_id"], payers["payer_type"], strict=True))
    items = Items(items.frame.assign(**{KIND: items.frame["payer_id"].map(kinds).astype(object)}))
    own = buckets or Buckets.parse(records.settings.get(SETTING, ""))
    pairs = zip(payers["payer_id"], payers["name"], strict=True)
    names = {str(i): str(n) for i, n in pairs if i and n}
    return Aged(report(items, as_of, anchor, own, BY.values()), names, items.total, items)

"""Which payer rules and fees were last confirmed so long ago that they may no longer be true.

Source: handbook §2.6 (payer rules and fees: older than 12 months).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.rules.rule import CellHit, Question, Sheet, as_mask

MONTHS = 12
_EVERY = "*"
_MESSAGE = (
    "Your {table} were last confirmed on {label}; services on {dos} may need newer ones. "
    "Check them with the payer and enter the new date."
)


def long_unconfirmed(sheet: Sheet, question: Question, billed: Mask) -> Iterator[CellHit]:
    """Yield, once a payer, the oldest row in force whose confirmation has run out for services billed."""
    dos, payer = question.lines["dos"], question.lines["coverage_payer_id"]
    whose = sheet["payer_id"].fillna(_EVERY)
    latest = dos[billed].groupby(payer[billed]).max()
    needed = latest.reindex(whose).reset_index(drop=True).where(whose != _EVERY, dos[billed].max())
    runs_out = sheet["confirmed_on"] + pd.DateOffset(months=MONTHS)
    starts, ends = sheet["effective_from"], sheet["effective_to"]
    in_force = (starts.isna() | (starts <= needed)) & (ends.isna() | (ends >= needed))
    stale = as_mask((runs_out < needed) & in_force)
    for name in dict.fromkeys(whose[stale]):
        rows = np.flatnonzero(stale & as_mask(whose == name))
        i = int(rows[runs_out.to_numpy()[rows].argmin()])
        late = billed & as_mask(dos > runs_out.iloc[i])
        if name != _EVERY:
            late &= as_mask(payer == name)
        label, day = sheet["confirmed_on"].iloc[i].date(), needed.iloc[i].date()
        table = f"{sheet.table.facts.title.lower()} for {'all payers' if name == _EVERY else name}"
        values = {"table": table, "label": label, "dos": day, "v": label}
        touched = np.flatnonzero(late).tolist()
        yield CellHit(sheet.table.facts.name, i, "confirmed_on", values, message=_MESSAGE, lines=touched)

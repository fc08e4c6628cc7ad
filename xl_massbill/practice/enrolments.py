"""Whether each line's therapist was enrolled with its payer on the day.

Rows of TherapistPayer with dates in force; of several the one that began last counts. TERMED with a last day
was an enrolment until that day; without one it has ended since it began.

Source: handbook §1.4 (TherapistPayer), §6.3 (PRV-005).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice.groups import numbered, places
from xl_massbill.practice.lines import Lines, derived

NO_ROW = "NO_ROW"
_OPEN_START = pd.Timestamp("1800-01-01")
_OPEN_END = pd.Timestamp("2200-01-01")


@derived("enrolment_status")
def _enrolment_status(lines: Lines) -> pd.Series[Any]:
    """Return the status on the day of each line, NO_ROW where there is none, missing where nobody knows."""
    sheet = lines.records["therapist_payer"]
    therapist, payer, days = lines["therapist_id"], lines["coverage_payer_id"], lines["dos"].to_numpy()
    both = numbered(
        pd.concat([sheet["therapist_id"], therapist], ignore_index=True),
        pd.concat([sheet["payer_id"], payer], ignore_index=True),
    )
    row_of, lines_of = both[: len(sheet)], places(both[len(sheet) :])
    known = lines.has("therapist") & lines.has("payer") & lines["dos"].notna().to_numpy(dtype=bool)
    out = np.full(len(lines), None, dtype=object)
    out[known] = NO_ROW
    starts, ends = sheet["effective_from"].fillna(_OPEN_START), sheet["effective_to"].fillna(_OPEN_END)
    status, doubtful = _status(sheet), _doubtful(sheet)
    order = np.lexsort((starts.to_numpy(), ~doubtful))  # what is sure is said over what is in doubt
    for row in order[row_of[order] >= 0].tolist():
        at = lines_of(row_of[row])
        begins, finishes = (day.iloc[row].to_datetime64() for day in (starts, ends))
        out[at[((days[at] >= begins) & (days[at] <= finishes)) | doubtful[row]]] = status[row]
    return pd.Series(out, dtype=object)


def _status(sheet: Sheet) -> Any:
    """Return the status that each row tells of the days within it; none where the row is in doubt."""
    status = sheet["status"].to_numpy(dtype=object).copy()
    status[(status == "TERMED") & sheet["effective_to"].notna().to_numpy()] = "IN_NETWORK"
    status[_doubtful(sheet)] = None
    return status


def _doubtful(sheet: Sheet) -> Mask:
    """Return the rows whose days could not be read."""
    out = np.zeros(len(sheet), dtype=bool)
    for name in ("effective_from", "effective_to"):
        unread = sheet.unread(name)
        if unread is not None:
            out |= unread
    return out

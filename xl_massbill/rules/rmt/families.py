"""Claims that are one bill: a claim with its replacements and the claims to the next payers.

They have one ledger: what the last payer says the patient owes counts, and the patient pays once. Money
of the patient may be noted at several of them, as the visit's money is noted again on a replacement; the
largest amount is taken, so that nothing is counted twice.

Source: handbook §10.1 (families, final PR).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from xl_massbill.practice.billed import oldest
from xl_massbill.practice.bills import ANSWERED, AT_HOME, GONE, Bills

_FINAL = ("PAID", "PATIENT_DUE", "CLOSED", "WRITTEN_OFF")


class Family(NamedTuple):
    """The live claim of a bill whose patient's part is final; money in cents."""

    claim: int
    patient_paid: int
    patient_part: int


def settled(bills: Bills) -> Iterator[Family]:
    """Yield the bills of which every payer that was asked has answered, and no denied line is open."""
    root = oldest(bills.claims)
    status = bills["status"].tolist()
    live = ~(bills.holds("status", *GONE, *AT_HOME) | bills.holds("frequency", "8"))
    final = bills.holds("status", *_FINAL) | bills["pr_final_on"].notna().to_numpy(dtype=bool)
    paid, part = bills["patient_paid"], bills["pr_total"]
    order = bills["payer_seq"].fillna("P").tolist()  # P, S and T come one after the other in the alphabet too
    members: dict[int, list[int]] = {}
    for i in np.flatnonzero(live).tolist():
        members.setdefault(int(root[i]), []).append(i)
    most = np.zeros(len(bills), dtype=np.int64)
    np.maximum.at(most, root, paid.fillna(0).to_numpy(dtype=np.int64))
    said = part.fillna(-1).to_numpy(dtype=np.int64)
    for first, group in members.items():
        last = max(group, key=lambda i: (order[i], i))
        asked = [status[i] in ANSWERED for i in group]
        if final[last] and all(asked) and said[last] >= 0:
            yield Family(last, int(most[first]), int(said[last]))

"""Which other plans a patient has beside the one billed, seen from the visit lines.

Plans that share a bill are health plans that are billed (pay type INSURANCE). An auto or work-injury insurer
pays for its accident alone, the VA shares with nobody; the same payer with the same member ID is one plan in
two rows, as when each benefit check has its own.

Source: handbook §1.9 (priority), §4.6, §5.1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.practice.lines import Lines, take
from xl_massbill.practice.payer_kinds import HEALTH_PLANS


def shares_bills(lines: Lines) -> Mask:
    """Return which rows of Coverage can be one plan among several."""
    coverage, records = lines.records["coverage"], lines.records
    at = records.positions("payers", "payer_id", coverage["payer_id"])
    health = take(records["payers"]["payer_type"], at).isin(HEALTH_PLANS)
    billed = coverage["pay_type"] == "INSURANCE"
    return np.asarray(health.to_numpy(dtype=bool) & billed.to_numpy(dtype=bool), dtype=bool)


def other_plans(lines: Lines) -> Iterator[tuple[Numbers, Mask]]:
    """Yield, one at a time, the position of another plan of each line's patient, and where both are in force.

    Nothing is known of a plan without a first day, or with a last day that cannot be read.
    """
    coverage, own = lines.records["coverage"], lines.position("coverage")
    starts, ends = (coverage[name].to_numpy() for name in ("effective_from", "effective_to"))
    ends = np.where(np.isnat(ends), np.datetime64("9999-12-31"), ends)
    unread = coverage.unread("effective_to")
    if unread is not None:
        ends[unread] = np.datetime64("NaT")
    starts, ends = np.append(starts, np.datetime64("NaT")), np.append(ends, np.datetime64("NaT"))
    dos = lines["dos"].to_numpy()
    for partner in _partners(lines):
        other = partner[own]
        latest, earliest = np.maximum(starts[own], starts[other]), np.minimum(ends[own], ends[other])
        yield other, (latest <= dos) & (dos <= earliest)


def _partners(lines: Lines) -> list[Numbers]:
    """Return arrays over the rows of Coverage (and a last one for none), each with another plan or -1."""
    coverage = lines.records["coverage"]
    sharing = shares_bills(lines)
    same_plan = numbered(coverage["payer_id"], coverage["member_id"])
    of_patient: dict[int, list[int]] = {}
    for row, patient in enumerate(numbered(coverage["patient_id"], within=sharing).tolist()):
        if patient >= 0 and same_plan[row] >= 0:
            of_patient.setdefault(patient, []).append(row)
    found: list[Numbers] = []
    for rows in of_patient.values():
        for row in rows if len(rows) > 1 else ():
            others = [other for other in rows if same_plan[other] != same_plan[row]]
            for turn, other in enumerate(others):
                if turn == len(found):
                    found.append(np.full(len(coverage) + 1, -1, dtype=np.int64))
                found[turn][row] = other
    return found

"""What sheet DxLink says about the diagnoses that a line points to.

A row holds for a payer, a code and diagnoses that begin with some characters. The payer's own row beats one
for all payers, then the longer beginning beats the shorter, then the lower row the upper.

Source: handbook §1.6 (DxLink), §3.6.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from xl_massbill.practice import Lines
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.groups import numbered
from xl_massbill.practice.lines import Positions
from xl_massbill.rules.rule import Mask, Sheet

_EVERY = (None, "", "*")
Words = npt.NDArray[np.object_]


def by_links(lines: Lines, line: Positions, cell: Positions) -> tuple[Words, Mask]:
    """Return for each pointer the relation of the row of DxLink that fits best, and whether it is unsure.

    Rows are laid over each other from the weakest to the strongest, once for each different question.
    """
    found, sheet = listed(lines), lines.records["dx_link"]
    relation, unsure = np.full(len(line), None, dtype=object), np.zeros(len(line), dtype=bool)
    rows = _weakest_first(sheet)
    if not rows:  # most clinics keep no such list
        return relation, unsure
    payers, codes = lines["coverage_payer_id"].to_numpy()[line], lines["code"].to_numpy()[line]
    same = numbered(payers, codes, found.number[cell])
    known = np.flatnonzero(same >= 0)
    _, firsts = np.unique(same[known], return_index=True)
    asked = known[firsts]
    payers, codes, dxs = payers[asked], codes[asked], [found.code(c) for c in cell[asked].tolist()]
    says, doubts = np.full(len(asked), None, dtype=object), np.zeros(len(asked), dtype=bool)
    open_ = ((sheet["certainty"] == "G") & sheet["confirmed_on"].isna()).to_numpy(dtype=bool)
    for row in rows:
        own, prefix = sheet["payer_id"].iloc[row], sheet["dx_prefix"].iloc[row]
        fits = np.array([dx.startswith(prefix) for dx in dxs]) & (codes == sheet["code"].iloc[row])
        fits &= (payers == own) | (own in _EVERY)
        says[fits], doubts[fits] = sheet["relation"].iloc[row], open_[row]
    relation[known], unsure[known] = says[same[known]], doubts[same[known]]
    return relation, unsure


def _weakest_first(sheet: Sheet) -> list[int]:
    """Return the rows of DxLink that name a diagnosis: those for all payers first, then by length."""
    payers, prefixes = sheet["payer_id"].tolist(), sheet["dx_prefix"].tolist()
    rows = [row for row, prefix in enumerate(prefixes) if prefix]
    return sorted(rows, key=lambda row: (payers[row] not in _EVERY, len(prefixes[row])))

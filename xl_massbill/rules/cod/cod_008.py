"""COD-008: the place of service does not fit the code or the payer.

Why: a place the payer does not take for the service is denied (CARC 5, 58, RARC M77). Nobody can lay hands
on a patient by telephone or screen (02, 10). A blank place counts as 11, the office; one that is not on the
list of places is FMT-015's matter.

Source: handbook §6.5, §2.5, §1.5 (pos_allowed); CARC 5, 58 (S2). Certainty: R.
"""

import re

import numpy as np
import pandas as pd

from xl_massbill.codes.place_of_service import OFFICE, TELEHEALTH
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask


def wrong_place(lines: Lines) -> Hits:
    """Return the lines whose place the payer does not take, or where hands-on work is impossible."""
    pos = lines["pos"].fillna(OFFICE)
    listed = lines.records["pos"]["code"]
    known = as_mask(pos.isin(listed)) | (not len(listed))
    far = known & as_mask(pos.isin(TELEHEALTH)) & as_mask(lines["code_direct_contact"])
    by_payer = known & ~far & _not_allowed(lines, pos)
    lines.rule("pos_allowed", where=by_payer)  # an unsure list softens only what rests on it
    return Hits(
        far | by_payer,
        values={
            "pos": pos,
            "what": phrases(by_payer, lambda i: lines["payer_name"][i]).fillna(lines["code"]),
        },
    )


def _not_allowed(lines: Lines, pos: "pd.Series[str]") -> Mask:
    allowed = lines.rule("pos_allowed", where=np.zeros(len(lines), dtype=bool))
    same = numbered(allowed, pos)
    out = np.zeros(len(lines), dtype=bool)
    for i in np.unique(first_of(same)[same >= 0]).tolist():
        places = [word.zfill(2) for word in re.findall(r"\w+", allowed.iloc[i])]
        out[i] = bool(places) and pos.iloc[i] not in places
    return np.asarray(out[first_of(same)], dtype=bool)


RULE = Rule(
    id="COD-008",
    title="place of service",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.5; CARC 5, 58 (S2)",
    message="Place of service {pos} does not fit {what}. Enter where the session really took place.",
    example="97124 with place 10, telehealth in the patient's home.",
    on_lines=wrong_place,
    field="pos",
)

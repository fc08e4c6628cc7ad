"""RMT-006: the payer judged other lines than were billed, or under another code.

Why: a code is changed to a cheaper one, or two lines are paid as one, and the difference is gone unless
somebody compares it with the note.

Source: handbook §6.11, §8.5 (SVC06). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import numbered
from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.phrases import counted
from xl_massbill.rules.rmt.asked import adjudicated, claims_of, is_decided
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet


def other_lines(payments: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield service rows with another code than billed, and adjudications with more or fewer lines."""
    found = adjudicated(question)
    decided = np.append(is_decided(question), False)[found.claim]
    coded = payments["code"].notna().to_numpy(dtype=bool)
    service = found.pay & decided & (coded | payments["line_no"].notna().to_numpy(dtype=bool))
    old = _billed_codes(payments, question)
    new = payments["code"].fillna("").to_numpy(dtype=object)
    stated = payments["orig_code"].notna().to_numpy(dtype=bool)
    changed = service & (stated | ((old != "") & (new != "") & (old != new)))
    for i in np.flatnonzero(changed).tolist():
        values = {"old": payments["orig_code"].iloc[i] or old[i], "new": new[i]}
        yield CellHit("payments", i, "code", values)
    yield from _more_or_fewer(payments, question, service)


def _billed_codes(payments: Sheet, question: Question) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return the code that was billed on each row's line, "" where it is not known."""
    lines = bills_of(question).lines
    pairs = zip(lines["claim_id"], lines["line_no"], lines["code"], strict=True)
    codes = {(claim, line): code for claim, line, code in pairs if code is not None}
    rows = zip(payments["claim_id"], payments["line_no"], strict=True)
    return np.array([codes.get(row, "") for row in rows], dtype=object)


def _more_or_fewer(
    payments: Sheet, question: Question, service: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Iterator[CellHit]:
    found, claim = adjudicated(question), claims_of(question)
    billed = np.append(bills_of(question).count, 0)[claim]
    number = payments["line_no"]
    code = payments["code"].where(number.isna(), "")  # what a line without a number goes by
    line = numbered(pd.Series(found.claim), number.fillna(-1), code, within=service)
    _, first = np.unique(line[service], return_index=True)
    of = found.claim[np.flatnonzero(service)[first]]
    seen = np.bincount(of, minlength=found.count)
    for n in np.flatnonzero((seen > 0) & (billed > 0) & (seen != billed)).tolist():
        values = {"old": counted(int(billed[n]), "line"), "new": counted(int(seen[n]), "line")}
        yield CellHit("payments", int(found.first[n]), "line_no", values)


RULE = Rule(
    id="RMT-006",
    title="lines as billed",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.11, §8.5; 835 maps (S1)",
    message=("The payer changed code or lines ({old} to {new}). Compare with the note; appeal if wrong."),
    example="97140 was billed, and the payer paid 97124.",
    on_tables=other_lines,
    tables=("payments",),
    field="code",
    levels=(Level.POST,),
)

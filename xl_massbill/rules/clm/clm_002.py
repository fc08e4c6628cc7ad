"""CLM-002: a claim has more lines than its form holds.

Why: an 837P claim ends at 50 lines and a page of the CMS-1500 at 6; what stands below is rejected or cut
off. A payer may want fewer (its rule max_lines).

Source: handbook §6.11, §7.6, §1.5 (max_lines); 837P maps (S1). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.bills import Bills
from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet

_PAPER = ("CMS1500", "STATE_FORM")


def too_many_lines(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims at home that have more lines than their form or payer takes."""
    bills = bills_of(question)
    most = _most(bills, question.params["electronic"], question.params["paper"])
    where = bills.is_at_home & (bills.count > most)
    yield from hits(where, "claim_id", lambda i: {"n": int(bills.count[i]), "most": int(most[i])})


def _most(bills: Bills, electronic: int, paper: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    by_form = np.where(bills.holds("payer_submit_method", *_PAPER), paper, electronic)
    own = [int(rule) if rule.isdecimal() else 0 for rule in bills.rule("max_lines")]
    return np.where(np.array(own, dtype=np.int64) > 0, own, by_form)


RULE = Rule(
    id="CLM-002",
    title="lines of a claim",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.6; 837P maps (S1)",
    message="Too many lines for one claim ({n}, {most} fit). The program splits it; check the parts.",
    example="A claim on paper has seven lines.",
    on_tables=too_many_lines,
    tables=("claims",),
    field="claim_id",
    levels=(Level.CLAIM,),
    params={"electronic": 50, "paper": 6},
)

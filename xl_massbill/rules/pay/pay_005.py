"""A payer's rule that is in use has not been confirmed by anybody.

What is general knowledge of the trade may be wrong for this payer, and everything that rests on it can only
warn. In use is a row that is in force for a visit that is billed, and that the patient's own coverage does
not overrule; one finding a row.

Source: handbook §6.10 PAY-005, §0.1 (marks of certainty). Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.lines import OVERRIDES
from xl_massbill.rules.rule import CellHit, Level, Lines, Mask, Question, Rule, Severity, Sheet, as_mask


def not_confirmed(rules: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the rows of certainty G that are in use and that nobody has confirmed."""
    open_ = as_mask(rules["certainty"] == "G") & as_mask(rules["confirmed_on"].isna())
    unread = rules.unread("confirmed_on")
    open_ = open_ if unread is None else open_ & ~unread
    lines = question.lines
    for key in rules["rule_key"][open_].dropna().unique():
        used = lines.rule_rows(key)[_matters(lines, key)]
        for row in np.flatnonzero(open_ & np.isin(np.arange(len(rules)), used)).tolist():
            payer = rules["payer_id"].iloc[row]
            name = question.records.index("payers", "payer_id").get(payer)
            shown = None if name is None else question.records["payers"]["name"].iloc[name]
            words = {"rule": f"{key} = {rules['value'].iloc[row]}", "payer": shown or payer}
            yield CellHit("payer_rules", row, "confirmed_on", words)


def _matters(lines: Lines, key: str) -> Mask:
    billed = as_mask(lines["is_billable"])
    own = OVERRIDES.get(key)
    return billed if own is None else billed & as_mask(lines[own].isna())


RULE = Rule(
    id="PAY-005",
    title="Payer's rule confirmed",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.10, §0.1",
    message="Rule “{rule}” for {payer} is not confirmed. Ask the payer and enter date and name.",
    example="PayerRules says that orders are good for 180 days, of certainty G, and nobody has asked.",
    on_tables=not_confirmed,
    tables=("payer_rules",),
    field="confirmed_on",
    levels=(Level.VISIT, Level.CLAIM),
)

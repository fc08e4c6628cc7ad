"""MOD-006: of a pair of codes the one that is paid wears the modifier, and the other does not.

Why: 59 lets the second code through (CARC 4); on the first it does nothing and the second is denied. Told
only where the order of the pair is sure, and where the first code does not wear it for another pair.

Source: handbook §6.5, §2.3; aapc.com on the column-2 code (S9). Certainty: R.
"""

import pandas as pd

from xl_massbill.codes.modifier import SEPARATE
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.practice.ncci_pairs import Told
from xl_massbill.rules.mod.worn import slot
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def on_the_first(lines: Lines) -> Hits:
    """Return the lines of pairs whose modifier stands on column 1 only, shown there."""
    told = Told(lines, "misplaced")
    if not told.mask.any():
        return Hits(told.mask)
    mask, pair = told.mask, numbered(lines["pair_day"], told.number, within=told.mask)
    at = first_of(pair, where=mask & as_mask(lines["is_separate"]))
    worn = lines["modifiers"]
    words = phrases(mask, lambda i: next(m for m in worn.iloc[at[i]].split() if m in SEPARATE))
    return Hits(
        mask,
        values={
            "c1": told.each(lambda edit: edit.column1),
            "c2": told.each(lambda edit: edit.column2),
            "m": words,
            "confirm": told.each(lambda edit: "" if edit.is_sure else _ASK),
        },
        severity=told.each(lambda edit: None if edit.is_sure else Severity.WARNING),
        field=phrases(mask, lambda i: slot(lines, at[i], words[i])),
        at=pd.Series(at),
    )


_ASK = " This policy is not confirmed: ask the payer, and enter the day on sheet PayerRules."

RULE = Rule(
    id="MOD-006",
    title="59 on the second code",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.3; aapc.com (S9), CARC 4",
    message="Put {m} on {c2}, not on {c1}.{confirm}",
    example="97140 wears 59, and 97124 beside it wears nothing.",
    on_lines=on_the_first,
)

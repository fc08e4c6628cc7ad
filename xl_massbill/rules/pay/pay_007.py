"""Washington's state fund wants more and more said before it pays on: nothing, then a form, then a decision.

Up to six visits of a claim need no authorisation, the next six the hotline form F245-417-000, later ones the
claim manager's answer. Visits are counted per claim number and go on under a new order. An authorisation is
the hotline's if its note or request number names the form; any other approval is the claim manager's.

Source: handbook §6.10 PAY-007, §4.6, §4.3; S16. Certainty: R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.rules.pay.injured import at_state_fund
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

_FORM = "F245-417-000"
_ANSWERED = ("APPROVED", "PARTIAL", "NOT_NEEDED")


def not_asked_for(lines: Lines, *, free: int, by_form: int) -> Hits:
    """Find visits of a state-fund claim beyond what its form or its claim manager has granted."""
    number = lines["visit_number"]
    answered = lines.holds("auth_decision", *_ANSWERED)
    late = (number > by_form).to_numpy(dtype=bool, na_value=False)
    early = (number > free).to_numpy(dtype=bool, na_value=False) & ~late
    granted = answered & (early | ~_is_form(lines))
    return Hits(
        at_state_fund(lines) & (early | late) & ~granted,
        values={"n": number, "what": chosen(late, "the claim manager's approval", f"form {_FORM} (hotline)")},
        at=lines["visit_first"],
    )


def _is_form(lines: Lines) -> Mask:
    """Return the lines whose authorisation came by the hotline form."""
    auths = lines.records["auths"]
    lines.reads("auth_note", "auth_request_ref")
    named = [
        _FORM in f"{note} {ref}".upper()
        for note, ref in zip(auths["note"], auths["request_ref"], strict=True)
    ]
    return pd.Series([*named, False], dtype=bool).to_numpy()[lines.position("auth").astype(np.int64)]


RULE = Rule(
    id="PAY-007",
    title="L&I visit counts",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §4.6; S16",
    message="L&I: visit {n} needs {what}. Request it and enter the answer.",
    example="The seventh visit of a state-fund claim has no hotline authorisation.",
    on_lines=not_asked_for,
    field="auth_id",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"free": 6, "by_form": 12},
)

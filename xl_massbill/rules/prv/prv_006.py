"""PRV-006: the state does not let a massage therapist do, or bill, this work.

Why: work outside the scope of practice is unpaid and risks the licence. Asked is the law of the state where
the session took place, as the office keeps it on sheet StateLaw; a code of which the sheet says nothing is
unknown. A row of certainty G that nobody has confirmed warns.

Source: handbook §6.3, §5.10; SEED. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.groups import numbered
from xl_massbill.practice.payer_kinds import NO_PLAN
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity, as_mask

_SCOPE = "{code} is outside the massage scope recorded for {state}. Bill only work within scope"
_TRAINING = "{code} needs extra training in {state}, and {who} has none on file. Bill only work within scope"
_BILLING = "Massage therapists may not bill insurance in {state}. Bill the patient"


def out_of_scope(lines: Lines) -> Hits:
    """Return the lines that the law of the state keeps massage therapists from."""
    ours = lines.holds("therapist_provider_type", "LMT")
    scope = lines["law_scope"]
    forbidden = as_mask(scope == "N") & ours
    barred = as_mask(~lines["law_may_bill"]) & ours & _goes_to_a_payer(lines)
    untrained = as_mask(scope == "TRAINING") & ours & ~_trained(lines)
    soft = as_mask(lines["law_unconfirmed"]) | ~(forbidden | barred)
    state, code, who = lines["place_state"], lines["code"], lines["therapist_id"]

    def words(i: int) -> str:
        text = _SCOPE if forbidden[i] else _BILLING if barred[i] else _TRAINING
        return text.format(code=code[i], state=state[i], who=who[i])

    mask = forbidden | barred | untrained
    return Hits(
        mask,
        severity=chosen(soft, Severity.WARNING),
        values={
            "what": phrases(mask, words),
            "doubt": chosen(as_mask(lines["law_unconfirmed"]), " (please confirm with the state board)", ""),
        },
    )


def _goes_to_a_payer(lines: Lines) -> Mask:
    return ~lines.blank("coverage_payer_id") & ~lines.holds("payer_payer_type", *NO_PLAN)


def _trained(lines: Lines) -> Mask:
    """Return the lines whose code is on the therapist's list of extra training."""
    lines.reads("therapist_specialised_training")
    training = lines.records["therapists"]["specialised_training"]
    at, code = lines.position("therapist"), lines["code"]
    pairs = numbered(at, code, within=at >= 0)  # a therapist and a code are looked at once
    known, first = np.unique(pairs, return_index=True)
    has = [pair >= 0 and code[i] in (training[at[i]] or ()) for pair, i in zip(known, first, strict=True)]
    return np.array(has, dtype=bool)[np.searchsorted(known, pairs)]


RULE = Rule(
    id="PRV-006",
    title="within the scope of practice",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3, §5.10; SEED",
    message="{what}; correct sheet StateLaw if it is wrong{doubt}.",
    example="The state lets massage therapists use 97124 and not 97112, and the line bills 97112.",
    on_lines=out_of_scope,
    field="code",
    levels=(Level.PREVISIT, Level.VISIT),
)

"""What happens to a claim when the one that follows it is sent, or taken back before that.

Source: handbook §8.9 (REPLACED, VOIDED, FORWARDED; a rejected claim with a new number), §7.5, §7.7.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.keeping import Happened, Moved, move
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.states import Event, Facts, Refusal, State
from xl_massbill.practice import Records

_PLACE = {"7": Event.REPLACEMENT_SENT, "8": Event.VOID_SENT}
_DUE = Facts(has_next_payer=True, for_next_payer=True, balance=1)
"""A claim that was made for the next payer says that something is left for it."""
_ASKED = Facts(new_claim_asked=True)
"""So does a new claim in the place of a denied one: it is made only where somebody asks for it."""


def move_parents(
    workbook: Workbook, records: Records, sent: Collection[str], happened: Happened
) -> list[Moved]:
    """Let the claims take their step that others which were just sent stand in for or follow (not yet saved).

    A claim that has gone on in the meantime and can no longer take the step stays where it is.
    """
    moved: list[Moved] = []
    for parent, event in _followed(records, sent).items():
        for one, facts in ((Event.WEIGHED, _DUE), (event, _ASKED)):
            at = records.index("claims", "claim_id").get(parent)
            state = None if at is None else records["claims"]["status"].iloc[at]
            if state is None or (one is Event.WEIGHED and event is not Event.NEXT_CLAIM_SENT):
                continue
            if not isinstance(step(State(state), one, facts), Refusal):
                moved += move(
                    workbook, records, [parent], replace(happened, event=one, facts={parent: facts})
                )
    return moved


def _followed(records: Records, sent: Collection[str]) -> dict[str, Event]:
    """Return the claims that those just sent follow, and what that means for them."""
    sheet = records["claims"]
    names = ("claim_id", "frequency", "payer_seq", "replaces_claim_id", "parent_claim_id")
    found = {}
    for claim, frequency, sequence, replaces, parent in zip(*(sheet[n] for n in names), strict=True):
        if claim not in sent:
            continue
        if not pd.isna(replaces):
            found[replaces] = _PLACE.get(frequency, Event.NEW_CLAIM_SENT)
        if frequency not in _PLACE and sequence in ("S", "T") and not pd.isna(parent):
            found[parent] = Event.NEXT_CLAIM_SENT
    return found

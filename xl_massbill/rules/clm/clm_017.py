"""CLM-017: a visit line differs from what went out on its claim.

Why: the claim is what the payer judges. Books that say something else make every answer of the payer look
wrong, and in an audit they look made up. Either the change is undone, or a corrected claim tells the
payer.

The line is compared with ClaimLines, where the program wrote what it sent: day, code, modifiers (in any
order), units, charge, and the diagnoses pointed to. A rejected claim is mended in the visits, and is not
asked; cells that ClaimLines has not are not compared. The fingerprint of the claim (locked hash) tells
whether ClaimLines itself is still what was sent.

Source: handbook §6.11, §1.12 (locked_hash). Certainty: D.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from xl_massbill.practice.as_sent import Difference, changed, is_another
from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import CellHit, Hits, Level, Lines, Question, Rule, Scope, Severity, Sheet
from xl_massbill.rules.wording import dotted, money, say

_END = " Undo it, or make a corrected claim."
_ROWS = "The rows of this claim are not what was sent (its fingerprint differs)." + _END
_NAMES = {"dos": "day", "mod1": "modifiers", "ptr1": "diagnoses"}
_SAY: dict[str, Callable[[Any], str]] = {
    "charge": lambda cents: money(int(cents)),
    "ptr1": lambda codes: " ".join(map(dotted, codes.split())),
}


def line_changed(lines: Lines) -> Hits:
    """Find lines on claims that are out and that no longer are what was sent."""
    found = changed(lines)
    mask = np.zeros(len(lines), dtype=bool)
    mask[list(found)] = True
    what = phrases(mask, lambda i: "; ".join(map(_words, found[i])))
    return Hits(mask, values={"what": what}, field=phrases(mask, lambda i: found[i][0].name))


def _words(one: Difference) -> str:
    how = _SAY.get(one.name, say)
    typed, sent = (how(cell) or "none" for cell in (one.typed, one.sent))
    return f"{_NAMES.get(one.name, one.name)} {typed}, sent {sent}"


def claim_changed(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the open claims whose rows no longer have the fingerprint of what was sent."""
    for hit in hits(is_another(bills_of(question)), "locked_hash"):
        yield CellHit(hit.table, hit.index, hit.field, message=_ROWS)


RULE = Rule(
    id="CLM-017",
    title="locked after export",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.11, §1.12",
    message="The line was changed after export (claim {claim_id}): {what}." + _END,
    example="A visit went out with 4 units, and its row now says 3.",
    on_lines=line_changed,
    on_tables=claim_changed,
    tables=("claims",),
    field="code",
    scope=Scope.EVERY,
    levels=(Level.CLAIM, Level.POST),
)

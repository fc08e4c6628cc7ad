"""The order must hold everything that a valid prescription contains.

A payer that asks for the order and finds it incomplete takes the money back. Lists every item of §4.1 that
is missing: date signed, diagnosis code and prescriber's NPI are errors, the others warnings. Body region
and goals are one item there, so either will do; so are a number of visits and frequency by duration. Name
and birth date of the patient stand on the paper only: somebody must have compared them.

Source: handbook §6.4 REF-002, §4.1; CARC 175. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.ref.softened import softened
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

# what must be filled (one of the groups, wholly), how it is called, whether its lack stops the claim
ITEMS: tuple[tuple[tuple[tuple[str, ...], ...], str, bool], ...] = (
    ((("signed_on",),), "the date signed", True),
    ((("dx_list",),), "a diagnosis code", True),
    ((("prov_npi",),), "the prescriber's NPI", True),
    ((("prov_last", "prov_first"),), "the prescriber's name", False),
    ((("prov_credential",),), "the prescriber's credential", False),
    ((("treat_text",),), "the treatment ordered", False),
    ((("visits_ordered",), ("frequency_per_week", "duration_weeks")), "the number of visits", False),
    ((("body_regions",), ("goals",)), "body region or goals", False),
    ((("paper_checked_on",),), "the check of name and birth date on the paper", False),
)


def incomplete(lines: Lines) -> Hits:
    """Find orders that lack an item, with the list of what they lack."""
    has_order = lines.has("referral")
    lacks = [has_order & ~_filled(lines, groups) for groups, _, _ in ITEMS]
    grave = is_gravely_incomplete(lines)
    mask = np.logical_or.reduce(lacks)
    severity = softened(lines)

    def missing(i: int) -> list[int]:
        return [n for n, lacking in enumerate(lacks) if lacking[i]]

    return Hits(
        mask,
        severity=severity.where(grave, chosen(mask, Severity.WARNING)),
        values={"list": phrases(mask, lambda i: ", ".join(ITEMS[n][1] for n in missing(i)))},
        field=phrases(mask, lambda i: ITEMS[missing(i)[0]][0][0][0]),
    )


def is_gravely_incomplete(lines: Lines) -> Mask:
    """Return the lines whose order lacks an item without which no claim goes out."""
    lacks = [~_filled(lines, groups) for groups, _, is_grave in ITEMS if is_grave]
    return np.asarray(lines.has("referral") & np.logical_or.reduce(lacks), dtype=bool)


def _filled(lines: Lines, groups: tuple[tuple[str, ...], ...]) -> Mask:
    wholly = [np.logical_and.reduce([_is_filled(lines, name) for name in group]) for group in groups]
    return np.asarray(np.logical_or.reduce(wholly), dtype=bool)


def _is_filled(lines: Lines, name: str) -> Mask:
    name = f"referral_{name}"
    if lines[name].dtype == object:
        return ~lines.blank(name)
    return lines[name].notna().to_numpy(dtype=bool)


RULE = Rule(
    id="REF-002",
    title="Order complete",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (CARC 175)",
    message="The prescription lacks {list}. Ask {prescriber} for a corrected one.",
    example="The order has no diagnosis code.",
    on_lines=incomplete,
    anchor="referrals",
    levels=(Level.PREVISIT, Level.VISIT),
)

"""MOD-003: a line wears a modifier that the payer, the profession or the work rules out.

Why: a modifier that says what cannot be (another profession's plan of care, a video call) makes the line
deniable, and looks like a false statement. What the payer demands is never forbidden here. 25 beside other
work is MOD-007's matter, GA to GZ outside Original Medicare MOD-010's.

Source: handbook §6.5, §2.2, §1.5 (forbidden_modifier); CMS on ABN modifiers (S31). Certainty: R.
"""

import numpy as np

from xl_massbill.codes.procedure import is_office_visit
from xl_massbill.practice.lines import take
from xl_massbill.rules.mod.demanded import wanted
from xl_massbill.rules.mod.mod_010 import ABN, is_elsewhere
from xl_massbill.rules.mod.worn import Worn, picked, slot, together, wearing
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

_NOT_MASSAGE = {
    "25": "it belongs to office visits, which a massage therapist does not bill",
    "GO": "it says an occupational-therapy plan of care",
    "GN": "it says a speech-therapy plan of care",
    "KX": "it belongs to the therapy threshold of Medicare, for physical and occupational therapists",
    "AT": "it belongs to chiropractors",
    "CO": "it belongs to occupational-therapy assistants",
    "CQ": "it belongs to physical-therapist assistants",
}
_NOT_HANDS_ON = {
    "51": "it does not belong on therapy codes",
    **dict.fromkeys(("93", "95", "GT"), "nobody can lay hands on a patient by telehealth"),
}
_NOT_UNLISTED = dict.fromkeys(("22", "52"), "an unlisted code has no usual amount of work")


_SOMEWHERE = (*_NOT_MASSAGE, *_NOT_HANDS_ON, *_NOT_UNLISTED)
_BY_PAYER = "the payer does not take it"


def forbidden(lines: Lines) -> Hits:
    """Return the lines with modifiers that are ruled out, with the reason."""
    nowhere = np.zeros(len(lines), dtype=bool)
    by_payer = lines.rule("forbidden_modifier", where=nowhere)
    codes, at = lines.records["codes"], lines.position("code")  # a code off the list silences nothing here
    found = picked(
        lines,
        ruled_out,
        by_payer,
        lines.rule("required_modifier", where=nowhere),
        lines["code"],
        take(codes["direct_contact"], at),
        take(codes["kind"], at),
        lines["therapist_provider_type"],
        lines["payer_payer_type"],
        within=wearing(lines, _SOMEWHERE) | as_mask(by_payer.notna()),
    )
    mask = found.astype(bool)
    why = phrases(mask, lambda i: "; ".join(dict.fromkeys(reason for _, reason in found[i])))
    lines.rule("forbidden_modifier", where=as_mask(why == _BY_PAYER))  # an unsure row softens its own only
    return Hits(
        mask,
        values={"m": phrases(mask, lambda i: together(m for m, _ in found[i])), "why": why},
        field=phrases(mask, lambda i: slot(lines, i, found[i][0][0])),
    )


def ruled_out(  # noqa: PLR0913, PLR0917 - what is known of a line
    worn: Worn,
    by_payer: str | None,
    demanded: str | None,
    code: str | None,
    hands_on: bool | None,
    kind: str | None,
    provider: str | None,
    payer_type: str | None,
) -> list[tuple[str, str]]:
    """Return the modifiers that are ruled out, each with the reason."""
    reasons: dict[str, str] = dict.fromkeys(wanted(by_payer), _BY_PAYER)
    if kind == "UNLISTED":
        reasons |= _NOT_UNLISTED
    if provider == "LMT" or hands_on:
        reasons |= _NOT_HANDS_ON
    if provider == "LMT":
        reasons |= _NOT_MASSAGE
    said = set(wanted(demanded))
    if code is None or not is_office_visit(code):
        said.add("25")
    if is_elsewhere(payer_type):
        said |= ABN
    return [(m, reasons[m]) for m in dict.fromkeys(worn) if m in reasons and m not in said]


RULE = Rule(
    id="MOD-003",
    title="forbidden modifier",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.2; CMS on ABN modifiers (S31)",
    message="{m} may not be used here: {why}. Remove it.",
    example="A massage therapist's line with modifier AT, which belongs to chiropractors.",
    on_lines=forbidden,
)

"""Which modifiers the payer, the profession or the work rules out, each with the reason.

Source: handbook §2.2, §1.5 (forbidden_modifier, required_modifier).
"""

from __future__ import annotations

from xl_massbill.codes.procedure import is_office_visit
from xl_massbill.rules.mod.demanded import wanted
from xl_massbill.rules.mod.mod_010 import ABN, is_elsewhere
from xl_massbill.rules.mod.worn import Worn

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


SOMEWHERE = (*_NOT_MASSAGE, *_NOT_HANDS_ON, *_NOT_UNLISTED)
BY_PAYER = "the payer does not take it"


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
    reasons: dict[str, str] = dict.fromkeys(wanted(by_payer), BY_PAYER)
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

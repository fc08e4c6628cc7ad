"""Box 24: up to six service lines a page, each with its shaded half-line above it.

Source: handbook §7.8 (24A to 24J), §7.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.claims.claim import Claim, ServiceLine
from xl_massbill.forms.cms1500.condition import LETTERS, other_number
from xl_massbill.forms.cms1500.geometry import SERVICE_LINES
from xl_massbill.forms.cms1500.remark import Remark
from xl_massbill.forms.cms1500.spelling import money, number, short
from xl_massbill.x12.text import clean

_MOST_MODIFIERS = 4


def sheets(claim: Claim) -> list[tuple[ServiceLine, ...]]:
    """Return the lines of each page; a claim without lines still has one page."""
    starts = range(0, max(len(claim.lines), 1), SERVICE_LINES)
    return [claim.lines[start : start + SERVICE_LINES] for start in starts]


def fill(claim: Claim, lines: tuple[ServiceLine, ...]) -> dict[str, str]:
    """Return the texts of box 24 on one page."""
    found: dict[str, str] = {}
    for at, line in enumerate(lines, 1):
        found |= _what(at, line) | _who(at, claim)
    return found


def left_over(claim: Claim) -> Iterator[Remark]:
    """Yield what of the lines has no place on the form."""
    for at, line in enumerate(claim.lines):
        page, row = at // SERVICE_LINES + 1, at % SERVICE_LINES + 1
        if len(line.modifiers) > _MOST_MODIFIERS:
            why = f"there is room for 4 of {len(line.modifiers)} modifiers"
            yield Remark(claim.claim_id, f"24D.{row}", why, page=page)
        if any(not 1 <= pointer <= len(LETTERS) for pointer in line.pointers):
            yield Remark(claim.claim_id, f"24E.{row}", "a pointer names no diagnosis of box 21", page=page)


def _what(at: int, line: ServiceLine) -> dict[str, str]:
    done = clean(line.description)
    found = {
        # The qualifier and the words stand together, from the first column of 24A on.
        f"24.{at}.supplement": f"ZZ{done}" if done else "",
        f"24A.{at}.from": short(line.day),
        f"24A.{at}.to": short(line.day),
        f"24B.{at}": clean(line.place_of_service),
        f"24D.{at}": number(line.code),
        f"24E.{at}": "".join(LETTERS[p - 1] for p in line.pointers if 1 <= p <= len(LETTERS)),
        f"24F.{at}": money(line.charge),
        f"24G.{at}": str(line.units),
    }
    modifiers = enumerate(line.modifiers[:_MOST_MODIFIERS], 1)
    return found | {f"24D.{at}.modifier{n}": number(modifier) for n, modifier in modifiers}


def _who(at: int, claim: Claim) -> dict[str, str]:
    """Return the therapist's numbers; none where the billing provider is that person (boxes 33a and 33b)."""
    who = claim.rendering
    if who is None or number(who.npi) == number(claim.billing.npi):
        return {}
    qualifier, other = other_number(who)
    if qualifier != "G2" and (taxonomy := number(who.taxonomy)):
        qualifier, other = "ZZ", taxonomy
    return {f"24I.{at}": qualifier, f"24J.{at}.other": other, f"24J.{at}": number(who.npi)}

"""What a corrected claim says otherwise than the one that it replaces, line by line.

Source: handbook §7.5; ClaimLines and Claims hold both as they were sent.
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_massbill.claims.states import State
from xl_massbill.codes import icd10
from xl_massbill.practice.cells import Cells

_REPLACES = "7"
_NOTHING = "\u2013"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a line (0: of the whole claim) before and after."""

    line: int
    what: str
    was: str
    now: str

    def as_dict(self) -> dict[str, str]:
        """Return it as words."""
        return {
            "line": str(self.line) if self.line else "all",
            "what": self.what,
            "was": self.was,
            "now": self.now,
        }


def replacement_of(cells: Cells, claim_id: str) -> str | None:
    """Return the newest claim that was made in the place of another and not taken back, None for none."""
    found = [
        cells.text("claims", at, "claim_id")
        for at in cells.where("claims", replaces_claim_id=claim_id, frequency=_REPLACES)
        if cells.text("claims", at, "status") != State.READY
    ]
    return found[-1] if found else None


def changes(cells: Cells, before: str, after: str) -> list[Change]:
    """Return what differs between two claims, the whole claim first."""
    old, new = cells.at("claims", before), cells.at("claims", after)
    found = [_change(0, what, _of_claim(cells, old, what), _of_claim(cells, new, what)) for what in _CLAIM]
    was, now = _lines(cells, before), _lines(cells, after)
    for line in sorted({*was, *now}):
        pairs = ((what, was.get(line, {}).get(what, ""), now.get(line, {}).get(what, "")) for what in _LINE)
        found += [_change(line, *pair) for pair in pairs]
    return [one for one in found if one.was != one.now]


_CLAIM = ("diagnoses", "place of service", "therapist", "order", "authorisation")
_COLUMNS = {
    "place of service": "pos",
    "therapist": "therapist_id",
    "order": "referral_id",
    "authorisation": "auth_id",
}
_LINE = ("date", "code", "modifiers", "units", "charge", "diagnosis pointers")


def _change(line: int, what: str, was: str, now: str) -> Change:
    return Change(line, what, was or _NOTHING, now or _NOTHING)


def _of_claim(cells: Cells, at: int | None, what: str) -> str:
    if what == "diagnoses":
        codes = (cells.text("claims", at, f"dx{n}") for n in range(1, 13))
        return ", ".join(icd10.dotted(code) for code in codes if code)
    key = cells.text("claims", at, _COLUMNS[what])
    if what == "authorisation":
        return cells.text("auths", cells.at("auths", key), "auth_no")
    if what == "therapist":
        return cells.text("therapists", cells.at("therapists", key), "npi")
    return key


def _lines(cells: Cells, claim_id: str) -> dict[int, dict[str, str]]:
    """Return the lines of a claim by what they bill: numbers may differ from one claim to the next."""
    found: dict[int, dict[str, str]] = {}
    for at in cells.all_at("claim_lines", claim_id):
        cents, day = cells.number("claim_lines", at, "charge"), cells.day("claim_lines", at, "dos")
        found[cells.number("claim_lines", at, "line_no") or 0] = {
            "date": f"{day:%m/%d/%Y}" if day else "",
            "code": cells.text("claim_lines", at, "code"),
            "modifiers": " ".join(cells.listed("claim_lines", at, "mods")),
            "units": cells.text("claim_lines", at, "units"),
            "charge": "" if cents is None else f"{cents / 100:,.2f}",
            "diagnosis pointers": " ".join(map(str, cells.listed("claim_lines", at, "ptrs"))),
        }
    return found

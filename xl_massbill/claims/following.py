"""How a claim follows another: as its correction, its void, the claim to the next payer, anew, or sent again.

Source: handbook §7.5, §7.7, §8.9 (REJECTED, DENIED).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xl_massbill.claims.other_payer import OtherPayer


class Kind(StrEnum):
    """Why a claim follows another, if it does."""

    NEW = ""
    CORRECTED = "R"
    VOID = "V"
    NEXT_PAYER = "S"
    RESENT = "A"
    """Asked for only: a rejected claim goes out as what it was."""
    ANEW = "N"
    """A claim that was judged goes out again as a new one (frequency 1) in its place."""


@dataclass(frozen=True, slots=True)
class Again:
    """What a claim that follows another, or goes out again, takes from it.

    Positions are those in Coverage and Payers. A blank `claim_id` asks for a new number; `replaces` is the
    claim in whose place it goes, `resent` the rejected one that it is, or takes the place of.
    """

    kind: Kind
    parent: str
    claim_id: str
    frequency: str = "1"
    sequence: str = "P"
    reference: str = ""
    coverage: int | None = None
    payer: int | None = None
    other_payers: tuple[OtherPayer, ...] = ()
    replaces: str = ""
    resent: str = ""

    @property
    def is_in_place(self) -> bool:
        """Return whether it is a rejected claim under its own number."""
        return bool(self.resent) and self.resent == self.claim_id

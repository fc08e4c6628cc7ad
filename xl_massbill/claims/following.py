"""How a claim follows another: as its correction, its void, or the claim to the next payer.

Source: handbook §7.5, §7.7.
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


@dataclass(frozen=True, slots=True)
class Again:
    """What a claim that follows another takes from it; positions are those in Coverage and Payers."""

    kind: Kind
    parent: str
    claim_id: str
    frequency: str = "1"
    sequence: str = "P"
    reference: str = ""
    coverage: int | None = None
    payer: int | None = None
    other_payers: tuple[OtherPayer, ...] = ()

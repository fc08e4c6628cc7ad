"""Slips about charges, copays and the price list; those in the list are in rows that price no line yet.

Source: handbook §6.11 (MON), §1.6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import FEES, Row
from xl_massbill.sample.sessions import PACK
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, slip
from xl_massbill.sample.slips.claims_out import is_plain

_TOO_LITTLE = 5  # dollars
_NEWEST = "97112"  # the code that the clinic took up last


def digits_turned(bench: Bench) -> list[Slip]:
    """Two digits of a charge are turned round."""
    visit = bench.pick(
        bench.visits(lambda v: is_plain(v) and _turned(v.first["charge"]) != v.first["charge"])
    )
    if visit is None:
        return []
    bench.take([visit])
    visit.first["charge"] = _turned(visit.first["charge"])
    done = "Two digits of the charge were turned round."
    return [slip("MON-001", ERROR, ("visits", visit.first, "charge"), done)]


def _turned(charge: float) -> float:
    """Return a charge with its first two digits the other way round.

    >>> _turned(138.0)
    318.0
    """
    digits = f"{charge:.2f}"
    return float(digits[1] + digits[0] + digits[2:])


def price_begins_too_late(bench: Bench) -> list[Slip]:
    """The price of a new code is entered from the day after its first visit on."""
    lines = [row for row in bench.tables["visits"] if row["code"] == _NEWEST and row["status"] == "DONE"]
    first = next((row for row in lines if isinstance(row["dos"], dt.date)), None)
    if first is None or any(row["dos"] < first["dos"] for row in lines if isinstance(row["dos"], dt.date)):
        return []
    bench.take(v for v in bench.of_patient(first["patient_id"]) if v.visit_id == first["visit_id"])
    for row in bench.tables["fees"]:
        if row["code"] == _NEWEST:
            row["effective_from"] = first["dos"] + DAY
    done = f"The price of {_NEWEST} was entered from the day after its first visit on."
    return [slip("MON-002", ERROR, ("visits", first, "unit_charge"), done)]


def free_pack(bench: Bench) -> list[Slip]:
    """The hot pack is given away and stands on the claim all the same."""
    visit = bench.pick(bench.visits(lambda v: any(row["code"] == PACK for row in v.lines)))
    if visit is None:
        return []
    bench.take([visit])
    line = next(row for row in visit.lines if row["code"] == PACK)
    line["charge"] = 0.0
    return [slip("MON-003", ERROR, ("visits", line, "charge"), "The hot pack was typed with a charge of 0.")]


def below_contract(bench: Bench) -> list[Slip]:
    """A new contract allows more than the clinic charges, and the fee stays."""
    row = _price(bench, "HMB01", "97110", price_source="CONTRACT 2027", expected_allowed_per_unit=52.0)
    return [
        slip("MON-004", WARNING, ("fees", row, "unit_charge"), "The new contract allows more than the fee.")
    ]


def dearer_for_one(bench: Bench) -> list[Slip]:
    """An auto insurer is charged more than others, and no policy says why."""
    row = _price(bench, "SPA01", "97112", unit_charge=60.0)
    done = "The auto insurer is charged more than others without a word why."
    return [slip("MON-005", INFO, ("fees", row, "unit_charge"), done)]


def copay_short(bench: Bench) -> list[Slip]:
    """The patient had only part of the copay with her."""
    visit = bench.pick(bench.visits(lambda v: is_plain(v) and v.first.get("patient_paid", 0) > _TOO_LITTLE))
    if visit is None:
        return []
    bench.take([visit])
    visit.first["patient_paid"] -= _TOO_LITTLE
    done = "Five dollars of the copay were not collected."
    return [slip("MON-006", INFO, ("visits", visit.first, "patient_paid"), done)]


def usual_and_customary(bench: Bench) -> list[Slip]:
    """A price is called usual and customary, and nobody says by whom."""
    row = _price(bench, "DMP01", "97110", price_source="UCR")
    return [slip("MON-007", INFO, ("fees", row, "price_source"), "A price says UCR and names no source.")]


def _price(bench: Bench, payer_id: str, code: str, **cells: Any) -> Row:
    """Add a price of a payer for a code that it has not been billed yet, and return its row."""
    like = next(row for row in bench.tables["fees"] if (row["payer_id"], row["code"]) == ("*", code))
    row = {**like, "payer_id": payer_id, "unit_charge": FEES[code] / 100, **cells}
    bench.tables["fees"].append(row)
    return row


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = (
    digits_turned,
    price_begins_too_late,
    free_pack,
    below_contract,
    dearer_for_one,
    copay_short,
    usual_and_customary,
)

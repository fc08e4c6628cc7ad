"""Slips about procedure codes and their modifiers that need more than one changed cell.

Source: handbook §6.5 (COD, MOD), §2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.apart import Apart, Cells, asks_no_approval, is_plain, plant_apart
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Visit, put

_PAIR = ("97140", "97124")
_MOST = 4  # units of massage a day (MUE)
_FIVE_UNITS = 68  # minutes
_GROUP, _GROUP_CHARGE = "97150", 30.0
_OTHER_SIDE = {"M25.511": "LT", "M25.551": "LT", "M75.42": "RT", "M70.62": "RT"}


def _billed_as(code: str, words: str, noted: str, **more: str) -> dict[str, Cells]:
    """Return the cells by which a visit is billed once with another code, which the plan was asked about."""

    def line(visit: Visit) -> Row:
        one = {"units": 1, "charge": visit.first["unit_charge"]}
        return {"code": code, "techniques": words, **one, **more}

    note: Row = {"techniques_all": noted, "minutes_by_code": None}
    return {"line": line, "coverage": {"covered_codes": code}, "note": note}


def _priced(bench: Bench, visit: Visit) -> None:
    """Have the code of the visit on the price list, where its price comes from."""
    code, fees = visit.first["code"], bench.tables["fees"]
    if not any(row["code"] == code for row in fees):
        price = next(row for row in fees if row["payer_id"] == "*")
        fees.append({**price, "code": code, "unit_charge": visit.first["unit_charge"]})


def is_pair(visit: Visit) -> bool:
    """Return whether it is massage behind manual therapy, for a payer without approvals."""
    return asks_no_approval(visit) and tuple(line["code"] for line in visit.lines) == _PAIR


def _wears_59(visit: Visit) -> bool:
    """Return whether it is such a pair whose second code has 59 behind the payer's own modifier."""
    return is_pair(visit) and visit.lines[1].get("mod2") == "59"


def _all_over(_: Bench, visit: Visit) -> None:
    """Let both lines have treated all regions, at times that nobody told."""
    everything = visit.note["regions_all"]
    for line in visit.lines:
        put(line, regions=everything, line_start=None, line_end=None)


SLIPS_APART: tuple[Apart, ...] = (
    Apart("COD-002", ERROR, ("line", "code"), "An old code for myofascial release was used.",
          _billed_as("97250", "MFR", "MFR"), is_plain, then=_priced),
    Apart("COD-005", ERROR, ("line", "code_desc"), "An unlisted code has no description.",
          _billed_as("97139", "cupping", "cupping"), is_plain, then=_priced),
    Apart("COD-006", WARNING, ("line", "code"), "Myofascial release was billed as unlisted work.",
          _billed_as("97139", "myofascial release", "MFR", code_desc="Other work"), is_plain, then=_priced),
    Apart("COD-007", ERROR, ("line", "code"), "The code of the attending doctor was used.",
          _billed_as("1044M", "office protocol", "office protocol"), is_plain, then=_priced),
    Apart("PRV-007", ERROR, ("line", "code"), "The first visit was billed as an evaluation.",
          _billed_as("97161", "intake", "intake"), is_plain, then=_priced),
    Apart("COD-010", WARNING, ("last", "code"), "Modifier 59 was left out on the second code.",
          {"last": {"mod2": None}}, _wears_59),
    Apart("COD-011", ERROR, ("last", "code"), "The payer never pays the two codes together.",
          fits=lambda v: is_pair(v) and v.payer.payer_type == "COMMERCIAL",
          rules={"pair_policy": "97140,97124,DENY"}),
    Apart("MOD-005", WARNING, ("last", "mod2"), "Both lines name all regions and no times of their own.",
          {}, _wears_59, then=_all_over),
    Apart("MOD-006", ERROR, ("line", "mod2"), "Modifier 59 was put on the first code.",
          {"line": {"mod2": "59"}, "last": {"mod2": None}}, _wears_59,
          rules={"pair_policy": "97140,97124,MOD59"}),
    Apart("MOD-012", WARNING, ("line", "mod1"), "The modifier names the other side than the diagnosis.",
          {"line": lambda v: {"mod1": _OTHER_SIDE[v.first["dx1"]]}},
          lambda v: is_plain(v) and "mod1" not in v.first and v.first["dx1"] in _OTHER_SIDE),
)  # fmt: skip

SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = tuple(partial(plant_apart, one) for one in SLIPS_APART)

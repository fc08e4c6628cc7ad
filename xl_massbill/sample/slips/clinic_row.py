"""Slips in the clinic's own row: each of them stops every claim.

Source: handbook §6.1 (FMT-003, FMT-008, FMT-016).
"""

from __future__ import annotations

from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, slip


def _changed(bench: Bench, rule: tuple[str, str], name: str, cell: str, done: str) -> list[Slip]:
    row = bench.tables["practice"][0]
    row[name] = cell
    return [slip(*rule, ("practice", row, name), done)]


def dash_in_tax_number(bench: Bench) -> list[Slip]:
    """The tax number is typed with its dash."""
    tin: str = bench.tables["practice"][0]["tin"]
    done = "The tax number was typed with a dash."
    return _changed(bench, ("FMT-003", ERROR), "tin", f"{tin[:2]}-{tin[2:]}", done)


def box_for_a_street(bench: Bench) -> list[Slip]:
    """The billing address is a PO box."""
    return _changed(bench, ("FMT-008", ERROR), "addr1", "PO Box 318", "A PO box stands as billing address.")


def no_area_code(bench: Bench) -> list[Slip]:
    """The clinic's phone lacks the area code."""
    done = "The clinic's phone was typed without the area code."
    return _changed(bench, ("FMT-016", WARNING), "phone", "555-0100", done)


SLIPS = (dash_in_tax_number, box_for_a_street, no_area_code)

"""What a new workbook holds before anyone types: code lists, state law and settings.

Every row that states a fact says how sure we are of it and where it comes from.

Everything that depends on one clinic (payer rules, fees, diagnosis links) begins empty: the program ships no
payer's policy and no prices. The rule catalogue is filled by the rules themselves.

Source: handbook §0.1, §2, §5.10, §9.2.
"""

from __future__ import annotations

from collections.abc import Callable

from xl_massbill.book.seeds import lists
from xl_massbill.book.seeds.settings import settings
from xl_massbill.book.seeds.state_law import state_law
from xl_massbill.book.tables import table
from xl_massbill.book.workbook import Cell

Row = dict[str, Cell]

_SEEDS: dict[str, Callable[[], list[Row]]] = {
    "codes": lists.procedures,
    "ncci_ptp": lists.pairs,
    "mue": lists.limits,
    "pos": lists.places,
    "carc": lists.reasons,
    "rarc": lists.remarks,
    "state_law": state_law,
    "settings": settings,
}


def seed_rows(name: str) -> list[Row]:
    """Return the rows with which a table begins, as cells by column name; empty where the clinic fills it.

    Raises KeyError for a table that does not exist.

    >>> seed_rows("codes")[0]["code"], seed_rows("fees")
    ('97124', [])
    """
    made = table(name)
    seed = _SEEDS.get(made.facts.name)
    return seed() if seed else []

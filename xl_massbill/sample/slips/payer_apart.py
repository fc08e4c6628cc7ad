"""A payer set apart: a copy of a visit's payer with its rules, prices and enrolments, for this visit alone.

What is spoilt at a payer shows at all its visits; this one has a single visit, of a patient of its own.

Source: handbook §1.5 (Payers, PayerRules), §1.6 (Fees).
"""

from __future__ import annotations

from typing import Any

from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import Bench, Visit, put
from xl_massbill.sample.slips.islands import island

_COPIED = ("payer_rules", "fees", "therapist_payer")
_ASKED = "confirmed_on"


def newly_insured(bench: Bench, visit: Visit, name: str, **cells: Any) -> tuple[Visit, Row]:
    """Move a visit to a newcomer with a plan of a payer that nobody else has; return it and the payer."""
    visit = island(bench, visit)
    stem = "".join(word[0] for word in name.split())[:3].upper()
    payer_id = f"{stem}{len(bench.tables['payers']) + 1:02d}"
    old = next(row for row in bench.tables["payers"] if row["payer_id"] == visit.payer.payer_id)
    row: Row = {**old, "payer_id": payer_id, "name": name}
    if "edi_payer_id" in old:
        row["edi_payer_id"] = payer_id
    put(row, **cells)
    bench.tables["payers"].append(row)
    asked = max(
        r[_ASKED] for r in bench.tables["payer_rules"] if _ASKED in r
    )  # it was asked as the others were
    for table in _COPIED:
        mine = [r for r in bench.tables[table] if r["payer_id"] == old["payer_id"]]
        known = [r for r in mine if table != "fees" or r["code"] in visit.payer.allowed]
        new = {"payer_id": payer_id} | ({_ASKED: asked} if table == "payer_rules" else {})
        bench.tables[table].extend({**r, **new} for r in known)
    put(visit.coverage, payer_id=payer_id)
    return visit, row


def say(bench: Bench, payer: Row, key: str, value: str | None, code: str = "*") -> Row:
    """Let a payer have a rule with this value (None: have none), and return its row; {} where it has none."""
    rules = bench.tables["payer_rules"]
    mine = [r for r in rules if r["payer_id"] == payer["payer_id"]]
    like = mine[0]
    found = [r for r in mine if (r["rule_key"], r["code"]) == (key, code)]
    rules[:] = [r for r in rules if not any(r is one for one in found)]
    if value is None:
        return {}
    row = {**like, "rule_key": key, "value": value, "code": code}
    rules.append(row)
    return row

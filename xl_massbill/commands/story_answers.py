"""The answers that the invented payers of the demo give to the claims in its workbook.

Source: handbook §8; everybody in them is invented.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from xl_massbill.book.workbook import Workbook
from xl_massbill.practice import Records
from xl_massbill.sample.payer_files import Desk, Line, Out, remittance, syntax_accepted, taken

_OUT = ("SUBMITTED", "ACCEPTED")
_INTEREST = 213
_FIRST = 601
"""Control number of the first file."""


def acknowledgements(workbook: Workbook, claims_file: Path, batch: str, day: dt.date) -> dict[str, str]:
    """Return the 999 to a file and each payer's 277CA, by file name; one payer does not know a member."""
    records = Records(workbook)
    segments = [
        line.split("*") for line in claims_file.read_text(encoding="ascii").replace("\n", "").split("~")
    ]
    group = next(one[6] for one in segments if one[0] == "GS")
    sets = [one[2] for one in segments if one[0] == "ST"]
    made = {f"1_{day:%Y%m%d}_999.txt": syntax_accepted(group, sets, day, _FIRST)}
    later = day + dt.timedelta(1)
    by_payer = _by_payer(records, lambda row: row["batch_id"] == batch)
    most = max(by_payer, key=lambda payer: len(by_payer[payer]), default="")
    for number, (payer, claims) in enumerate(by_payer.items(), _FIRST + 1):
        unknown = claims[-1].claim_id if payer == most and len(claims) > 1 else ""
        text = taken(_desk(records, payer, later, number), batch, claims, unknown)
        made[f"2_{later:%Y%m%d}_277CA_{payer}.txt"] = text
    return made


def remittances(workbook: Workbook, day: dt.date, until: dt.date) -> dict[str, str]:
    """Return an 835 of each electronic payer for its claims of visits up to a day, by file name."""
    records = Records(workbook)
    by_payer = _by_payer(
        records, lambda row: row["status"] in _OUT and row["dos_from"] <= pd.Timestamp(until)
    )
    made = {}
    for number, (payer, claims) in enumerate(by_payer.items(), _FIRST + 100):
        interest = _INTEREST if number == _FIRST + 100 else 0
        text = remittance(_desk(records, payer, day, number), claims, interest)
        made[f"3_{day:%Y%m%d}_835_{payer}.txt"] = text
    return made


def _by_payer(records: Records, wanted: Any) -> dict[str, list[Out]]:
    """Return the claims that are wanted by payer, of those payers that answer electronically."""
    payers = records["payers"]
    electronic = {
        payer for payer, how in zip(payers["payer_id"], payers["submit_method"], strict=True) if how == "837P"
    }
    found: dict[str, list[Out]] = defaultdict(list)
    lines = _lines(records)
    for row in _rows(records, "claims"):
        if row["payer_id"] in electronic and row["claim_id"] in lines and wanted(row):
            found[row["payer_id"]].append(_out(records, row, lines[row["claim_id"]]))
    return dict(sorted(found.items()))


def _out(records: Records, claim: dict[str, Any], lines: list[dict[str, Any]]) -> Out:
    last, first = _cells(records, "patients", "patient_id", claim["patient_id"], "last_name", "first_name")
    (member,) = _cells(records, "coverage", "coverage_id", claim["coverage_id"], "member_id")
    total = sum(int(line["charge"]) for line in lines)
    expected = total if pd.isna(claim["expected_allowed"]) else int(claim["expected_allowed"])
    made, left = [], min(expected, total)
    for at, line in enumerate(lines):
        charge = int(line["charge"])
        allowed = left if at == len(lines) - 1 else min(charge, left, expected * charge // total)
        left -= allowed
        mods = tuple(map(str, line["mods"] or ()))
        made.append(Line(str(line["code"]), mods, int(line["units"]), charge, allowed, str(line["line_ctl"])))
    at_desk = 0 if pd.isna(claim["patient_paid"]) else int(claim["patient_paid"])
    day = pd.Timestamp(claim["dos_from"]).date()
    return Out(claim["claim_id"], last, first, member, day, at_desk, tuple(made))


def _lines(records: Records) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(records, "claim_lines"):
        found[row["claim_id"]].append(row)
    return found


def _desk(records: Records, payer: str, day: dt.date, file_number: int) -> Desk:
    name, number = _cells(records, "payers", "payer_id", payer, "name", "edi_payer_id")
    practice = records["practice"]
    clinic, npi, tax_id = (str(practice[n].iloc[0] or "") for n in ("legal_name", "npi", "tin"))
    return Desk(name, number or payer, clinic, npi, tax_id, day, file_number)


def _cells(records: Records, table: str, key: str, value: Any, *names: str) -> tuple[str, ...]:
    at = records.index(table, key)[value]
    return tuple(str(records[table][name].iloc[at] or "") for name in names)


def _rows(records: Records, table: str) -> Iterator[dict[str, Any]]:
    wanted = {
        "claims": ("claim_id", "payer_id", "patient_id", "coverage_id", "status", "dos_from", "batch_id",
                   "expected_allowed", "patient_paid"),
        "claim_lines": ("claim_id", "line_no", "code", "mods", "units", "charge", "line_ctl"),
    }[table]  # fmt: skip
    sheet = records[table]
    for values in zip(*(sheet[name].tolist() for name in wanted), strict=True):
        yield dict(zip(wanted, values, strict=True))

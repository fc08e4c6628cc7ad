"""The pipeline a competent user would write with pandas and openpyxl: what ours is measured against.

It reads the same workbook, does a dozen of the checks, writes claim segments and puts a status and a
problem text back into the Visits sheet.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd

SHEETS = ("Visits", "Notes", "Patients", "Coverage", "Referrals")


def run(path: Path, out: Path) -> dict[str, float]:
    """Read, check, write claims, write back; return the seconds of each step."""
    seconds: dict[str, float] = {}
    tables = _timed(seconds, "read", lambda: pd.read_excel(path, sheet_name=list(SHEETS), engine="openpyxl"))
    joined = _timed(seconds, "parse", lambda: _join(tables))
    problems = _timed(seconds, "rules", lambda: joined.apply(_problems, axis=1))
    _timed(seconds, "837P", lambda: _claims(joined, out.with_suffix(".txt")))
    _timed(seconds, "write back", lambda: _write_back(path, out, problems))
    return seconds


def _timed(seconds: dict[str, float], name: str, job: Callable):
    start = time.perf_counter()
    result = job()
    seconds[name] = time.perf_counter() - start
    return result


def _join(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    visits = tables["Visits"].copy()
    visits["Date of service"] = pd.to_datetime(visits["Date of service"])
    for sheet, key in (
        ("Patients", "Patient"),
        ("Coverage", "Coverage"),
        ("Referrals", "Referral"),
        ("Notes", "Visit"),
    ):
        other = tables[sheet].rename(columns={tables[sheet].columns[0]: key}).add_prefix(f"{sheet}: ")
        visits = visits.merge(other, how="left", left_on=key, right_on=f"{sheet}: {key}")
    counted = visits.drop_duplicates(["Referral", "Date of service"])
    counted = counted.sort_values("Date of service").groupby("Referral").cumcount() + 1
    visits["used"] = counted.reindex(visits.index).ffill()
    return visits


def _problems(row: pd.Series) -> str:  # noqa: C901 - as such code is written
    found = []
    for name in (
        "Visit",
        "Line",
        "Date of service",
        "Patient",
        "Therapist",
        "Code",
        "Units",
        "Charge",
        "Dx 1",
        "Ptr 1",
    ):
        if pd.isna(row[name]):
            found.append(f"{name} is empty")  # noqa: PERF401 - likewise
    if pd.isna(row["Patients: Patient"]):
        found.append("unknown patient")
    minutes, units = row["Minutes"], row["Units"]
    if pd.notna(minutes) and pd.notna(units) and units > (minutes + 7) // 15:
        found.append("units exceed minutes")
    signed = row["Referrals: Signed on"]
    if pd.isna(row["Referral"]):
        found.append("no order")
    elif pd.notna(signed):
        if row["Date of service"] < pd.Timestamp(signed):
            found.append("order after visit")
        if row["Date of service"] > pd.Timestamp(signed) + pd.Timedelta(days=180):
            found.append("order expired")
    ordered = row["Referrals: Visits ordered"]
    if pd.notna(ordered) and row["used"] > ordered:
        found.append("more visits than ordered")
    if pd.isna(row["Notes: Signed on"]):
        found.append("note not signed")
    return "; ".join(found)


def _claims(rows: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="ascii", errors="replace") as out:
        for number, (_, lines) in enumerate(rows.groupby(["Patient", "Date of service"]), 1):
            first = lines.iloc[0]
            out.write(f"NM1*IL*1*{first['Patients: Last name']}*{first['Patients: First name']}~\n")
            out.write(f"CLM*{number}*{lines['Charge'].sum():g}***11:B:1*Y*A*Y*Y~\n")
            for n, (_, line) in enumerate(lines.iterrows(), 1):
                out.write(f"LX*{n}~\nSV1*HC:{line['Code']}*{line['Charge']:g}*UN*{line['Units']}***1~\n")
                out.write(f"DTP*472*D8*{line['Date of service']:%Y%m%d}~\n")


def _write_back(path: Path, out: Path, problems: pd.Series) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Visits"]
    column = next(c.column for c in sheet[1] if c.value == "Problems")
    for row, text in enumerate(problems, 2):
        if text:
            sheet.cell(row=row, column=column, value=text)
    book.save(out)

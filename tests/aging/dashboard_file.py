"""A workbook file with a ledger in it, as the template makes it."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile

import openpyxl

from tests.aging.ledgers import PAYERS, THERAPISTS, ledger
from tests.rules.cases import clean
from tests.workbooks import columns
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.template.workbook import build

CASH = {"status": "CASH", "dos": dt.date(2026, 8, 3), "charge": 90, "patient_paid": 40, "therapist_id": "T1"}


def with_ledger(path, size=120):
    """Write a workbook with so many claims, not yet measured."""
    path.write_bytes(build())
    workbook, base = FileWorkbook(path, fill=True), clean()
    payers = [base["payers"][0] | {"payer_id": p, "name": f"Plan {p}"} for p in PAYERS]
    therapists = [base["therapists"][0] | {"therapist_id": t} for t in THERAPISTS if t]
    typed = {"practice": base["practice"], "payers": payers, "therapists": therapists,
             "visits": [base["visits"][0] | CASH]}  # fmt: skip
    for name, rows in typed.items():
        workbook.append(name, columns(rows), by="Kim")
    for name, rows in ledger(size).items():
        workbook.append(name, columns(rows))
    workbook.save()
    return path


def dashboard_part(path):
    """Return the name of the part that holds sheet Dashboard: the second sheet."""
    with zipfile.ZipFile(path) as file:
        rels = file.read("xl/_rels/workbook.xml.rels").decode()
        first = re.search(r'name="Dashboard"[^>]*r:id="(\w+)"', file.read("xl/workbook.xml").decode())[1]
    tag = next(t for t in re.findall(r"<Relationship [^>]*>", rels) if f'Id="{first}"' in t)
    return "xl/" + re.search(r'Target="/?(?:xl/)?([^"]+)"', tag)[1]


def typed(path, cells):
    """Type numbers or words into cells of sheet Dashboard, as Excel would save them."""
    part = dashboard_part(path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for cell, value in cells.items():
        kind = b"" if isinstance(value, int) else b' t="inlineStr"'
        inside = b"<v>%d</v>" % value if isinstance(value, int) else b"<is><t>%s</t></is>" % value.encode()
        blank = re.compile(rb'<c r="%s"( s="\d+")(?: t="n")?(?:\s*/>|></c>)' % cell.encode())
        parts[part], done = blank.subn(rb'<c r="%s"\1%s>%s</c>' % (cell.encode(), kind, inside), parts[part])
        assert done == 1, cell
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def remembered(path, sheet="Dashboard"):
    """Return what the file remembers of the cells of a sheet, by place."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        cells = openpyxl.load_workbook(path, data_only=True)[sheet]
    return {cell.coordinate: cell.value for row in cells.iter_rows() for cell in row}

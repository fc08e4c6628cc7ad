"""The functions come without anything heavy, and run where no xlwings, pandas or pydantic is installed."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = (
    "pandas",
    "numpy",
    "pydantic",
    "reportlab",
    "openpyxl",
    "typer",
    "rich",
    "python_calamine",
    "xlwings",
)
PLAIN = """
import json, sys
for name in {gone!r}:
    sys.modules[name] = None
from xl_massbill.addin import functions as f
answers = [f.MB_UNITS(60, "CMS_TOTAL"), f.MB_CODE("97124"), f.MB_DX("M54.2", "2026-05-04"), f.MB_NPI("1999999117"),
    f.MB_BUCKET(31), f.MB_DENIAL("197"), f.MB_UNITS_SPLIT([["97110"], ["97140"]], [[33], [7]], "CMS_TOTAL")]
print(json.dumps([answers, [name for name in {heavy!r} if sys.modules.get(name)]]))
"""


def run(gone):
    code = PLAIN.format(gone=gone, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_without_anything_heavy():
    answers, loaded = run(HEAVY)
    assert loaded == []
    assert answers[0] == 4 and answers[2:5] == ["Cervicalgia", True, "31-60"] and answers[6] == [[2], [1]]


def test_nothing_heavy_is_loaded_where_it_is_installed():
    answers, loaded = run(())
    assert loaded == []
    assert answers[1].startswith("Massage")


def test_where_excel_can_be_the_functions_go_through_the_decorators_of_xlwings():
    code = """
import json, sys, types
sys.platform = "emscripten"
stub = types.ModuleType("xlwings")
stub.func = lambda f, **how: setattr(f, "__xlfunc__", how) or f
stub.arg = lambda name, **how: lambda f: f
sys.modules["xlwings"] = stub
from xl_massbill.addin.functions import *
registered = [name for name, found in list(globals().items()) if hasattr(found, "__xlfunc__")]
print(json.dumps([sorted(registered), MB_UNITS.__xlfunc__, sorted(FUNCTIONS)]))
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    registered, how, known = json.loads(done.stdout)
    assert registered == known and len(known) == 17
    assert how == {"category": "MassBill"}

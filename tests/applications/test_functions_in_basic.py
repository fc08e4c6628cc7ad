"""The VBA module of the worksheet functions, compiled and run by LibreOffice, which knows no Excel behind it.

What only Excel has (XLPy, Application.Caller, MacroOptions) is replaced by stand-ins; all the rest is the module.
"""

from __future__ import annotations

import json
import shutil

import pytest

from tests.applications.conftest import run
from xl_massbill.addin.worksheet import FUNCTIONS
from xl_massbill.addin.wrappers import MODULE, wrappers

STAND_IN = """Option VBASupport 1
Option Explicit
Public Asked As String
Public Help As String
Public Function Python(M As String, F As String, Given As Variant, Book As Variant, Caller As Variant) As Variant
    Dim A(1, 0) As Variant
    Asked = F & " " & (UBound(Given) - LBound(Given) + 1)
    A(0, 0) = "#N/A"
    A(1, 0) = Asked
    Python = A
    If F = "MB_VERSION" Then Python = "#VALUE!"
End Function
Public Sub Options(Macro As String, Description As String, Category As String, Optional ArgumentDescriptions As Variant)
    Help = Help & Macro & " " & Len(Description) & " "
    If Not IsMissing(ArgumentDescriptions) Then Help = Help & Len(Join(ArgumentDescriptions, ""))
    Help = Help & ";"
End Sub
Public Function ToldColumn() As String
    Dim R As Variant
    R = MB_FEE("97124", 46146, "X", 1)
    ToldColumn = IsError(R(0, 0)) & " " & (R(0, 0) = CVErr(2042)) & " " & R(1, 0)
End Function
Public Function ToldCell() As String
    Dim R As Variant
    R = MB_VERSION()
    ToldCell = IsError(R) & " " & (R = CVErr(2015))
End Function
Public Function ToldHelp() As String
    DescribeFunctions
    ToldHelp = Help
End Function
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    assert shutil.which("soffice"), "LibreOffice is needed for these tests"
    folder = tmp_path_factory.mktemp("functions")
    _, _, text = wrappers().partition("\n")
    for excel, stand_in in {
        "XLPy.CallUDF(": "Python(",
        "Application.Caller": "Nothing",
        "Application.MacroOptions": "Options",
    }.items():
        text = text.replace(excel, stand_in)
    (folder / f"{MODULE}.bas").write_text(f"Option VBASupport 1\n{text}", encoding="ascii")
    (folder / "StandIn.bas").write_text(STAND_IN, encoding="ascii")
    script = __file__.replace("test_functions_in_basic", "libreoffice_functions")
    return json.loads(run("/usr/bin/python3", script, folder).stdout.splitlines()[-1])


def test_libreoffice_compiles_the_functions_and_gets_error_values(told):
    assert told["ToldColumn"] == "True True MB_FEE 5"
    assert told["ToldCell"] == "True True"


def test_the_help_of_every_function_and_argument_arrives(told):
    wanted = [
        f"{f.name} {len(f.help)} {sum(len(a.help) for a in f.arguments) or ''}" for f in FUNCTIONS.values()
    ]
    assert told["ToldHelp"] == "".join(f"{line};" for line in wanted)

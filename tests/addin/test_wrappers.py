"""The VBA module of the worksheet functions: its words, Excel's limits, and what it does when it runs.

There is no Excel here; pyOpenVBA's interpreter runs the module with a stand-in for Python behind it.
"""

from __future__ import annotations

import importlib
import inspect
import logging
import re
import sys
import types

import pytest
from pyopenvba.interpreter import Interpreter, VBAErrorValue

from xl_massbill.addin import functions
from xl_massbill.addin.spill import VALUE
from xl_massbill.addin.worksheet import FUNCTIONS, LONGEST, Argument, Worksheet, registered, worksheet
from xl_massbill.addin.wrappers import MODULE, modules, wrappers
from xl_massbill.book.tables import TABLES

TEXT = wrappers()
ALL = list(FUNCTIONS.values())
NAMES = [function.name for function in ALL]
WANTED = re.findall(
    r"\w+",
    "MB_CODE MB_DX MB_NPI MB_UNITS MB_UNITS_SPLIT MB_PAIR MB_REFERRAL MB_VISITS_LEFT MB_FEE MB_ALLOWED MB_FILE_BY "
    "MB_AGE MB_BUCKET MB_DENIAL MB_STATUS MB_CHECK MB_VERSION",
)
RESERVED = set(
    re.findall(
        r"\w+",
        "and as boolean byref byte byval call case const currency date declare dim do double each else elseif empty "
        "end enum eqv error event exit false for friend function get global gosub goto if imp implements in input "
        "integer is let lib like line lock long loop lset me mod name new next not nothing null object on open option "
        "optional or output paramarray preserve print private property public put raiseevent redim rem resume rset "
        "select set single static step stop string sub tab then time to true type typeof until variant wend while "
        "with write xor",
    )
)


def test_every_function_of_the_issue_is_there():
    assert sorted(NAMES) == sorted(WANTED)
    assert set(functions.__all__) == {"FUNCTIONS", *NAMES}


@pytest.mark.parametrize("function", ALL, ids=NAMES)
def test_words_and_limits(function):
    assert getattr(functions, function.name) is function.call
    assert 0 < len(function.help) <= LONGEST == 255
    assert len(function.arguments) <= 60
    for argument in function.arguments:
        assert 0 < len(argument.help) <= LONGEST
        assert argument.name.lower() not in RESERVED
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,30}", argument.name)
        assert not argument.table or argument.table in {made.facts.excel for made in TABLES.values()}
    assert all(ord(letter) < 128 for letter in function.help + "".join(a.help for a in function.arguments))


@pytest.mark.parametrize("function", ALL, ids=NAMES)
def test_what_is_optional_stands_behind_what_is_not(function):
    optional = [argument.optional for argument in function.arguments]
    assert optional == sorted(optional)


@pytest.mark.parametrize(
    "function", [f for f in ALL if f.arguments], ids=[f.name for f in ALL if f.arguments]
)
def test_nothing_that_is_given_brings_words_or_an_exception(function):
    for given in (None, "", True, -1, 1e300, float("nan"), "x", [[None]], [["a", 2], [None, "#N/A"]]):
        answer = function.call(*[given] * len(function.arguments))
        cells = [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]
        assert not any(isinstance(cell, str) and "rror" in cell for cell in cells)


def test_the_module_can_be_held_by_vba():
    assert modules() == {MODULE: TEXT}
    assert TEXT.startswith(f'Attribute VB_Name = "{MODULE}"\n')
    assert TEXT.isascii()
    lines = TEXT.splitlines()
    assert max(map(len, lines)) <= 1_023
    continued = longest = 0
    for line in lines:
        continued = continued + 1 if line.endswith(" _") else 0
        longest = max(longest, continued)
    assert longest <= 24
    assert "{" not in TEXT
    assert "Volatile" not in TEXT


def test_every_function_has_a_wrapper_and_its_words():
    for function in ALL:
        names = ", ".join(argument.name for argument in function.arguments)
        assert f'    {function.name} = Answer("{function.name}", Array({names}))\n' in TEXT
        assert f'    Describe "{function.name}", _\n        "{function.help}"' in TEXT
    assert TEXT.count("Public Function ") == len(ALL)


STAND_IN = """
Public Asked As String
Public Function Python(M As String, F As String, Given As Variant, Book As Variant, Caller As Variant) As Variant
    Dim i As Long
    Asked = M & "." & F
    For i = LBound(Given) To UBound(Given)
        If IsMissing(Given(i)) Then Asked = Asked & "|missing" Else Asked = Asked & "|" & Given(i)
    Next i
    If Given(0) = "one" Then
        Python = "#N/A"
    ElseIf Given(0) = "row" Then
        Python = Array("#VALUE!", 2, "fine")
    ElseIf Given(0) = "column" Then
        Dim A(0 To 1, 0 To 0) As Variant
        A(0, 0) = "#REF!"
        A(1, 0) = 7
        Python = A
    Else
        Err.Raise 1000, , "no Python there"
    End If
End Function
Public Function FirstOf(What As String) As Variant
    Dim Found As Variant
    Found = MB_NPI(What)
    If What = "row" Then FirstOf = Found(0) Else FirstOf = Found(0, 0)
End Function
Public Function LastOf(What As String) As Variant
    Dim Found As Variant
    Found = MB_NPI(What)
    If What = "row" Then LastOf = Found(2) Else LastOf = Found(1, 0)
End Function
Public Function WasAsked() As String
    WasAsked = Asked
End Function
Public Told As String
Public Sub MacroOptions(Macro As String, Description As String, Category As String, Optional ArgumentDescriptions As Variant)
    Told = Told & Macro & "|" & Description & "|" & Category
    If Not IsMissing(ArgumentDescriptions) Then Told = Told & "|" & Join(ArgumentDescriptions, "|")
    Told = Told & vbLf
End Sub
Public Function WasTold() As String
    WasTold = Told
End Function
"""


@pytest.fixture
def vba():
    """Return an interpreter with the module, Python and Excel replaced by stand-ins."""
    text = TEXT
    for excel, stand_in in {
        "XLPy.CallUDF(": "Python(",
        "Application.Caller": "Nothing",
        'Application.CommandBars("Standard").Controls(1).Enabled': "True",
        "Application.MacroOptions": "MacroOptions",
    }.items():
        assert excel in text
        text = text.replace(excel, stand_in)
    made = Interpreter()
    made.add_module(text, name=MODULE)
    made.add_module(STAND_IN, name="StandIn")
    return made


def test_arguments_come_in_order_and_what_was_left_out_is_missing(vba):
    vba.run("MB_FEE", ["one", "b", "c", "d"])
    assert str(vba.run("WasAsked")) == "xl_massbill.addin.functions.MB_FEE|one|b|c|d|missing"


def number(error):
    assert isinstance(error, VBAErrorValue)
    return int(re.search(r"\d{4}", repr(error))[0])


def test_words_of_errors_become_error_values(vba):
    assert number(vba.run("MB_NPI", ["one"])) == 2042
    row = vba.run("FirstOf", ["row"])
    assert number(row) == 2015
    assert str(vba.run("LastOf", ["row"])) == "fine"
    assert number(vba.run("FirstOf", ["column"])) == 2023
    assert int(vba.run("LastOf", ["column"])) == 7


def test_a_failure_is_an_error_value_and_no_words(vba):
    assert number(vba.run("MB_NPI", ["nothing of these"])) == 2015


def test_the_function_wizard_is_told_everything(vba):
    vba.run("DescribeFunctions")
    told = [line.split("|") for line in str(vba.run("WasTold")).strip("\n").split("\n")]
    assert told == [[f.name, f.help, "MassBill", *(a.help for a in f.arguments)] for f in ALL]


def test_a_function_without_help_for_an_argument_is_refused():
    def bare(cell):
        """Say."""

    def too_long(cell):
        pass

    too_long.__doc__ = f"Say.\n\nArgs:\n    cell: {'x' * 256}\n"
    for function in (bare, too_long):
        with pytest.raises(TypeError):
            worksheet(function)
    assert not {"bare", "too_long"} & FUNCTIONS.keys()


def test_a_fault_of_the_program_is_logged_without_what_the_cells_hold(caplog, monkeypatch):
    monkeypatch.setattr("xl_massbill.addin.code_functions.each", lambda *_: 1 / 0)
    with caplog.at_level(logging.WARNING):
        assert functions.MB_NPI("secret") == VALUE
    assert "MB_NPI could not answer: ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


@pytest.fixture
def desktop(monkeypatch):
    """Return the module of xlwings that registers functions on Windows, its Windows parts left empty."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    sys.modules["pythoncom"].CoInitialize = lambda: None
    sys.modules["win32com.client"].Dispatch = object
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    udfs = importlib.import_module("xlwings.udfs")
    yield udfs
    sys.modules.pop("xlwings.udfs", None)


def test_xlwings_own_generator_takes_the_same_arguments(desktop, tmp_path):
    module = types.ModuleType("registered")
    for function in ALL:
        bare = types.FunctionType(function.call.__code__, {}, function.name, None, function.call.__closure__)
        vars(bare)["__signature__"] = inspect.signature(function.call)
        bare.__doc__ = function.help
        setattr(module, function.name, registered(bare, function.arguments, desktop.xlfunc, desktop.xlarg))
    path = tmp_path / "theirs.bas"
    with path.open("w") as file:
        writer = desktop.VBAWriter(file)
        desktop.generate_vba_wrapper("m", module, writer.f, types.SimpleNamespace(Name="massbill.xlam"))
    theirs = dict(re.findall(r"Function (MB_\w+)\((.*)\)", path.read_text()))
    ours = dict(re.findall(r"Public Function (MB_\w+)\((.*)\) As Variant", TEXT))
    assert {name: re.sub(r" As Variant", "", given) for name, given in ours.items()} == theirs
    for function in ALL:
        info = getattr(module, function.name).__xlfunc__
        assert info["category"] == "MassBill" and not info["volatile"]
        assert [a["doc"] for a in info["args"]] == [a.help for a in function.arguments]
        assert all(a["options"] == {"ndim": 2, "err_to_str": True} for a in info["args"])
        assert ["optional" in a for a in info["args"]] == [a.optional for a in function.arguments]


def test_words_with_quotes_stay_words():
    odd = Worksheet("MB_ODD", 'Say "so".', (Argument("one", 'The "one".', optional=True, table=""),), print)
    made = wrappers([odd])
    assert 'Describe "MB_ODD", _\n        "Say ""so"".", Array( _\n        "The ""one"".")\n' in made
    assert "Public Function MB_ODD(Optional one As Variant) As Variant" in made

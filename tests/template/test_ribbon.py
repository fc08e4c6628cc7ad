"""The ribbon and its macros: every callback has its Sub, every Sub calls one fixed name, and both are well-formed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from xl_massbill import __version__
from xl_massbill.cli.making import function_modules
from xl_massbill.template.buttons import BUTTONS, MENUS, Group
from xl_massbill.template.home_buttons import macros
from xl_massbill.template.images import IMAGES
from xl_massbill.template.macros import OWN, Form, modules
from xl_massbill.template.ribbon import MODULE, NAMESPACE, buttons_module, ribbon_xml
from xl_massbill.template.workbook import titles

ROOT = ET.fromstring(ribbon_xml())
CONTROLS = [e for e in ROOT.iter() if e.get("imageMso")]
CALLS = re.compile(
    r'\n    RunMassBill "import xl_massbill\.addin\.ribbon as r; r\.(\w+)\(\)"\n|\n    (RestartPython)\n'
)


@pytest.fixture(scope="module")
def texts():
    return {
        m.name: m.text for m in modules(Form.WORKBOOK, ["Sheet1"], titles(), function_modules(addin=False))
    }


def subs(text):
    """Return what each Sub of a module takes and holds, by its name."""
    found = re.findall(r"^Public Sub (\w+)\((.*?)\)\r?\n(.*?)^End Sub", text, re.DOTALL | re.MULTILINE)
    return {name: (arguments, "\n" + body.replace("\r", "")) for name, arguments, body in found}


def test_every_callback_has_a_sub_of_the_right_form(texts):
    callbacks = {
        value
        for e in ROOT.iter()
        for key, value in e.attrib.items()
        if re.match("on[A-Z]|get[A-Z]|load", key)
    }
    made = subs(texts[MODULE])
    on_home = {name for name, _ in macros()}
    assert callbacks == set(made) - on_home == {b.macro for b in BUTTONS}
    assert {made[name][0] for name in callbacks} == {"control As IRibbonControl"}
    assert {made[name][0] for name in on_home} == {""}, "a shape hands its Sub nothing"
    assert {key for e in ROOT.iter() for key in e.attrib if re.match("on|get|load", key)} == {"onAction"}, (
        "callbacks of another form need Subs of another form"
    )


def test_every_sub_calls_the_function_of_its_button_and_nothing_else(texts):
    for button in BUTTONS:
        body = subs(texts[MODULE])[button.macro][1]
        call = CALLS.fullmatch(body)
        assert call, f"{button.macro}: {body}"
        assert (call[1] or call[2]) == (button.function or "RestartPython")


def test_a_button_on_home_does_what_the_large_button_of_the_ribbon_does(texts):
    made = subs(texts[MODULE])
    assert [button.id for _, button in macros()] == [b.id for b in BUTTONS if b.large]
    for name, button in macros():
        assert made[name][1] == made[button.macro][1], name


def test_nothing_but_a_constant_reaches_a_command_line(texts):
    ours = "\n".join(texts[name] for name in (MODULE, *OWN, "ThisWorkbook"))
    calls = re.findall(
        r"\b(RunPython|XLPy\.\w+|RunMassBill|Shell|CreateObject|ExecuteExcel4Macro)\b(.*)", ours
    )
    loose = [
        (what, how.strip())
        for what, how in calls
        if not re.fullmatch(r' "import xl_massbill\.addin\.ribbon( as r; r\.[a-z0-9_]+\(\))?"\s*', how)
    ]
    assert loose == [("RunMassBill", "(ByVal Command As String)"), ("RunPython", "Command")]


def test_the_tab_shows_every_button_once_in_the_order_of_the_table():
    assert [e.get("id") for e in CONTROLS if e.tag.endswith("}button")] == [b.id for b in BUTTONS]
    assert [e.get("id") for e in CONTROLS if e.tag.endswith("}menu")] == [m.id for m in MENUS]
    assert [e.get("label") for e in ROOT.iter(f"{{{NAMESPACE}}}group")] == [g.value for g in Group]
    for menu in ROOT.iter(f"{{{NAMESPACE}}}menu"):
        assert [e.get("id") for e in menu] == [b.id for b in BUTTONS if b.menu == menu.get("id")]
        assert not any(e.get("size") for e in menu), "a button in a menu has no size"
    ids = [e.get("id") for e in ROOT.iter() if e.get("id")]
    assert len(set(ids)) == len(ids)


def test_looks():
    large = {b.id for b in BUTTONS if b.large}
    for control in CONTROLS:
        assert control.get("imageMso") in IMAGES
        assert control.get("supertip") and control.get("label") and control.get("keytip")
        assert (control.get("size") == "large") == (control.get("id") in large)


def test_the_module_names_version_and_sheets(texts):
    assert f'MASSBILL_VERSION As String = "{__version__}"' in texts[MODULE]
    assert f'MASSBILL_SHEETS As String = "{",".join(titles())}"' in texts[MODULE]
    assert buttons_module(["Home"]).count("Option Explicit") == 1


def test_what_the_macros_call_exists(texts):
    """The names that only Excel would miss: procedures of other modules, and what xlwings offers."""
    ours = "\n".join(texts[name] for name in (MODULE, *OWN, "ThisWorkbook"))
    defined = {
        name
        for text in texts.values()
        for name in re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)", text, re.MULTILINE)
    }
    for name in (
        "RunPython",
        "KillPy",
        "XLPy",
        "WhenOpened",
        "RestartPython",
        "RunMassBill",
        "Mine",
        "IsOurs",
    ):
        assert name in defined and re.search(rf"\b{name}\b", ours), name
    assert set(re.findall(r'Mine\("(\w+)"\)', ours)) == {"WarmUp", "DescribeFunctions", "X"}
    assert "WarmUp" in defined
    assert ("DescribeFunctions" in defined) == bool(function_modules(addin=False))


def test_no_name_means_two_things(texts):
    """VBA compares names without case; a module and a procedure of one name hide each other."""
    names = [name.lower() for name in texts]
    for name, text in texts.items():
        own = re.findall(r"^(?:Public )?(?:Sub|Function|Const) (\w+)", text, re.MULTILINE)
        names += {each.lower() for each in own} if name != "Dictionary" else ()
    assert len(names) > 80
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert not {"massbill", "massbilladdin"} & set(names), "the names of the projects"


def test_our_modules_declare_what_they_use(texts):
    for name in (MODULE, *OWN, "ThisWorkbook"):
        assert "\r\nOption Explicit\r\n" in texts[name], name
        for opening in ("Sub", "Function"):
            starts = re.findall(rf"^(?:Public|Private) {opening} ", texts[name], re.MULTILINE)
            assert len(starts) == texts[name].count(f"\r\nEnd {opening}\r\n"), f"{name}: {opening}"
        assert texts[name].count("#If ") == texts[name].count("#End If")

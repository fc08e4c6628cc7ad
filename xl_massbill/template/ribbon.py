"""The ribbon tab, and the macros its buttons call, both written from the table of buttons.

Source: [MS-CUSTOMUI2] (customUI14.xml: tab, group, button, menu); xlwings' manual, "RunPython".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import quoteattr

from xl_massbill import __version__
from xl_massbill.template.buttons import BUTTONS, MENUS, TAB, TAB_KEYS, Button, Group, Menu
from xl_massbill.template.home_buttons import macros

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
MODULE = "MassBillButtons"
HANDLERS = "xl_massbill.addin.ribbon"

_MENUS = {menu.id: menu for menu in MENUS}


def ribbon_xml() -> bytes:
    """Return the part that describes the tab."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<customUI xmlns="{NAMESPACE}"><ribbon><tabs>',
        _element("tab", id="massbill", label=TAB, insertAfterMso="TabHome", keytip=TAB_KEYS),
    ]
    for group in Group:
        lines.append(_element("group", id=f"group{group.name.title().replace('_', '')}", label=group.value))
        lines += _controls(button for button in BUTTONS if button.group is group)
        lines.append("</group>")
    return "\n".join([*lines, "</tab>", "</tabs></ribbon></customUI>", ""]).encode()


def _controls(buttons: Iterable[Button]) -> Iterator[str]:
    for menu, inside in groupby(buttons, key=lambda button: button.menu):
        if not menu:
            yield from (_button(button) for button in inside)
            continue
        control = _MENUS[menu]
        yield _element("menu", **_looks(control), size=_size(control))
        yield from (_button(button, in_menu=True) for button in inside)
        yield "</menu>"


def _button(button: Button, *, in_menu: bool = False) -> str:
    size = {} if in_menu else {"size": _size(button)}
    return _element("button", **_looks(button), **size, onAction=button.macro)[:-1] + "/>"


def _size(control: Button | Menu) -> str:
    return "large" if control.large else "normal"


def _looks(control: Button | Menu) -> dict[str, str]:
    return {
        "id": control.id,
        "label": control.label,
        "supertip": control.tip,
        "imageMso": control.image,
        "keytip": control.keys,
    }


def _element(name: str, **attributes: str) -> str:
    return f"<{name} {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}>"


def buttons_module(sheets: Iterable[str]) -> str:
    """Return the module with one Sub a button of ribbon and Home; the self-test looks for `sheets`."""
    head = (
        f'Attribute VB_Name = "{MODULE}"\n'
        "' One Sub a button of ribbon and Home, generated from template/buttons.py: change that, not this.\n"
        "Option Explicit\n\n"
        f'Public Const MASSBILL_VERSION As String = "{__version__}"\n'
        f'Public Const MASSBILL_SHEETS As String = "{",".join(sheets)}"\n'
    )
    of_ribbon = (_sub(f"{button.macro}(control As IRibbonControl)", button) for button in BUTTONS)
    on_home = (_sub(f"{name}()", button) for name, button in macros())
    return head + "".join([*of_ribbon, *on_home])


def _sub(head: str, button: Button) -> str:
    does = (
        f'RunMassBill "import {HANDLERS} as r; r.{button.function}()"' if button.function else "RestartPython"
    )
    return f"\nPublic Sub {head}\n    {does}\nEnd Sub\n"

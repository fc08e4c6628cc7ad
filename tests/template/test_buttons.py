"""The table of buttons: nothing twice, nothing too long, nothing that Excel's gallery lacks."""

from __future__ import annotations

import keyword
import re

from xl_massbill.template.buttons import BUTTONS, MENUS, TAB_KEYS, Group
from xl_massbill.template.images import DOCUMENTED, IMAGES, USED

CONTROLS = (*BUTTONS, *MENUS)


def test_ids_macros_and_functions_are_unique_names():
    for names in (
        [c.id for c in CONTROLS],
        [b.macro.lower() for b in BUTTONS],
        [b.function for b in BUTTONS if b.function],
    ):
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in names)
    assert not any(keyword.iskeyword(b.function) for b in BUTTONS)
    assert [b.id for b in BUTTONS if not b.function] == ["restartPython"]


def test_every_image_is_in_the_list_and_the_list_holds_no_other():
    assert {c.image for c in CONTROLS} == IMAGES
    assert not DOCUMENTED & USED


def test_no_key_tip_hides_another():
    """Excel acts at the first key tip that fits: none may be the beginning of another in the same place."""
    for menu in ("", *(m.id for m in MENUS)):
        keys = [b.keys for b in BUTTONS if b.menu == menu] + ([m.keys for m in MENUS] if not menu else [])
        assert all(re.fullmatch(r"[A-Z0-9]{1,3}", k) for k in keys)
        assert not [(a, b) for a in keys for b in keys if a is not b and b.startswith(a)]
    assert re.fullmatch(r"[A-Z][A-Z0-9]?", TAB_KEYS)


def test_menus_hold_buttons_of_their_own_group():
    groups = {m.id: m.group for m in MENUS}
    assert all(groups[b.menu] == b.group for b in BUTTONS if b.menu)
    assert set(groups) == {b.menu for b in BUTTONS if b.menu}


def test_words_are_sentences_within_excels_limits():
    for control in CONTROLS:
        assert control.tip.endswith(".") and len(control.tip) <= 1024, control.id
        assert 1 <= len(control.label) <= 24, control.id


def test_the_daily_four_are_large():
    assert [b.id for b in BUTTONS if b.large] == ["checkAll", "previewBatch", "importPayerFiles", "workList"]
    assert {b.group for b in BUTTONS} == set(Group)

"""What the words of the tabular list say about each code: side, unspecified, sex, age.

Which codes belong to one sex or age is in no list: only chapters and blocks whose titles leave no doubt are
marked.

Source: handbook §3.1, §3.5, §6.6 (DX-011, DX-015).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xl_massbill.codes.icd_layout import SIDES, Flag
from xl_massbill.codes.published.icd_sides import sides
from xl_massbill.codes.published.icd_tabular import Entry

_WOMEN = re.compile("O|Z3[34679A]|N7[0-7]|N8|N9[0-8]|C5[1-8]|D2[5-8]|E28|Q5[0-2]|R87").match
_MEN = re.compile("N4|N5[0-3]|C6[0-3]|D29|E29|Q5[345]|R86").match
_NEWBORN = re.compile("P|Z38").match
_MATERNITY = re.compile("O|Z3[34679A]").match
_UNSPECIFIED = re.compile(r"\bunspecified\b", re.IGNORECASE).search


def facts(entries: Sequence[Entry]) -> dict[str, Flag]:
    """Return what is known of each code of a list.

    >>> facts([Entry("M542", "Cervicalgia", True)])
    {'M542': <Flag.BILLABLE: 1>}
    """
    side = {word: int(flag) for flag, word in SIDES.items()} | {"": 0}
    known = sides(entries)
    bits = {
        entry.code: _of_code(entry.code)
        | (Flag.BILLABLE.value if entry.complete else 0)
        | (Flag.NEEDS_SEVENTH.value if entry.takes_seventh else 0)
        | (Flag.UNSPECIFIED.value if _UNSPECIFIED(entry.description) else 0)
        | side[known.get(entry.code, "")]
        for entry in entries
    }
    flags = {value: Flag(value) for value in set(bits.values())}
    return {code: flags[value] for code, value in bits.items()}


def _of_code(code: str) -> int:
    sex = Flag.FEMALE.value if _WOMEN(code) else Flag.MALE.value if _MEN(code) else 0
    age = Flag.NEWBORN.value if _NEWBORN(code) else Flag.MATERNITY.value if _MATERNITY(code) else 0
    return int(sex | age)


def of_gone(code: str) -> Flag:
    """Return what is known of a code that no list describes any more.

    >>> of_gone("O9989")
    <Flag.FEMALE|MATERNITY|GONE: 3200>
    """
    return Flag(_of_code(code)) | Flag.GONE

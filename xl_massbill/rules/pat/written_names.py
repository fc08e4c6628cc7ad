"""What does not belong into a name: titles, credentials, nicknames, digits.

Real names come first: "Le", "Dean", "Do", "Pa" and "Md" are names, "O'Neil" and "Mary-Ann" hold no nickname,
and "III" is no digit. So a credential counts only as the last of several words, and the ones that are
also names only after a comma.

Source: handbook §6.2 (PAT-001), §1.8 ("as on the card").
"""

from __future__ import annotations

import re

TITLES = frozenset({"MR", "MRS", "MS", "MISS", "DR", "PROF", "REV"})
CREDENTIALS = frozenset(
    "MD ND RN NP PT DPT OTR LMT LMP LPN ARNP DDS DMD DVM PHD ESQ CPA".split()  # noqa: SIM905 - reads better
)
NAMES_TOO = frozenset({"DO", "DC", "PA", "JD", "OT"})
_NICKNAME = re.compile(r"""["“”„«»()]|(?<!\S)['\u2018\u2019][^'\u2018\u2019]+['\u2018\u2019](?![^\s,])""")


def strange_in(name: str) -> str:
    """Return what in a name is no part of a name, in words; "" where all is well.

    >>> strange_in("Dr. June"), strange_in("Harper, DO"), strange_in('Robert "Bob"'), strange_in("June2")
    ('a title (Dr.)', 'a title (DO)', 'a nickname', 'a digit')
    >>> [strange_in(name) for name in ("O'Neil", "Mary-Ann", "Thi Do", "Md", "Le", "Harper III")]
    ['', '', '', '', '', '']
    """
    if re.search(r"\d", name):
        return "a digit"
    if _NICKNAME.search(name):
        return "a nickname"
    title = _title(name)
    return f"a title ({title})" if title else ""


def _title(name: str) -> str:
    words = name.replace(",", " ").split()
    for word in words:
        if _bare(word) in TITLES:
            return word
    last = words[-1] if len(words) > 1 else ""
    after_comma = name.rpartition(",")[1] == "," and name.rpartition(",")[2].split() == [last]
    if _bare(last) in CREDENTIALS or (after_comma and _bare(last) in NAMES_TOO):
        return last
    return ""


def _bare(word: str) -> str:
    return word.replace(".", "").upper()

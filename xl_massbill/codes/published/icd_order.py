"""The order file of ICD-10-CM: every code and group of codes, fixed width, one a line.

Source: CMS "code descriptions in tabular order": number 1-5, code 7-13, complete 15 (1) or group (0), short
words 17-76, long words from 78 (handbook §2.6). Which groups take a 7th character is not said: a group does
if letters stand there; digits may also be a mere seventh place (C44.1021 against M1A.00X0).
"""

from __future__ import annotations

import re
from dataclasses import replace

from xl_massbill.codes.published.icd_tabular import Entry
from xl_massbill.codes.published.recognise import Published
from xl_massbill.errors import Unreadable

_LINE = re.compile(r"(\d{5}) ([A-Z][0-9A-Z]{2}[0-9A-Z ]{4}) ([01]) (.{60}) (\S.*)")


def read(file: Published) -> list[Entry]:
    """Return the entries; raise Unreadable where the file breaks off."""
    entries: dict[str, Entry] = {}
    number = 0
    for line in file.text.splitlines():
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.rstrip())
        if found is None or int(found[1]) != number + 1:
            raise Unreadable(f"{file.name} breaks off, or was changed, after line {number:,}.")
        number += 1
        code = found[2].strip()
        entries[code] = Entry(code, found[5], found[3] == "1")
    lettered = {code[:6] for code in entries if code[6:].isalpha()}
    groups = [e for e in entries.values() if not e.complete and e.code.ljust(6, "X") in lettered]
    return list((entries | {e.code: replace(e, takes_seventh=True) for e in groups}).values())

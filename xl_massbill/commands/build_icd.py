"""Make the diagnosis index that comes with the program, from the release of ICD-10-CM in simple-icd-10-cm.

Three files: the codes with their facts (ten bytes each, sorted, so that a look-up is a search in one block
of bytes), what excludes what, and the texts, which are only opened when somebody wants to read one. Which
codes earlier releases had stands in icd10cm_history.txt. Of the source package only its two data files are
read, by the same reader that loads a release of the office.

Source: ICD-10-CM, FY2026 with the update of April 2026 (NCHS and CMS, public domain); handbook §2.6, §3.
"""

from __future__ import annotations

import importlib.util
import zlib
from functools import cache
from pathlib import Path

from xl_massbill.codes.icd_layout import FIRST_YEAR, LAST_YEAR, Flag, packed
from xl_massbill.codes.icd_release import DATA
from xl_massbill.codes.published.icd_facts import facts, of_gone
from xl_massbill.codes.published.icd_tabular import Tabular, read

_TABULAR = "icd10c-tabular-April-1-2026.xml"
_LIST = "code-list-April-2026.txt"
NOT_INSTALLED = "The diagnosis index stays as it is: its source, simple-icd-10-cm 1.5.0, is not installed."


def is_possible() -> bool:
    """Return whether the source of the release is installed; it is only needed to build."""
    return _source() is not None


def codes_file() -> bytes:
    """Return the codes with their facts, packed."""
    former, known = _former(), facts(_release().entries)
    always = range(FIRST_YEAR, LAST_YEAR + 1)
    records = []
    for code in sorted({*known, *former}):
        flags = known.get(code, of_gone(code))
        years = former.get(code, always if Flag.BILLABLE in flags else ())
        records.append(packed(code, flags, years))
    return zlib.compress(b"".join(records), 9)


def excludes1_file() -> bytes:
    """Return the categories in the order of the list, then a line a holder with what it excludes; packed."""
    release = _release()
    lines = [" ".join(entry.code for entry in release.entries if len(entry.code) == 3)]
    for holder, spans in sorted(release.excludes1.items()):
        named = (low if low == high else f"{low}-{high}" for low, high in sorted(set(spans)))
        lines.append(" ".join((holder, *named)))
    return zlib.compress("\n".join(lines).encode(), 9)


def texts_file() -> bytes:
    """Return the descriptions of all codes, one a line behind its code."""
    lines = sorted(f"{entry.code}\t{entry.description}" for entry in _release().entries)
    return zlib.compress("\n".join(lines).encode(), 9)


def _source() -> Path | None:
    """Return the folder that holds the data of the source package, None where it is not installed."""
    spec = importlib.util.find_spec("simple_icd_10_cm")
    folder = Path(spec.origin).with_name("data") if spec and spec.origin else None
    return folder if folder and (folder / _TABULAR).is_file() and (folder / _LIST).is_file() else None


@cache
def _release() -> Tabular:
    folder = _source()
    if folder is None:
        raise FileNotFoundError(NOT_INSTALLED)
    listed = (folder / _LIST).read_text(encoding="utf-8").split("\n")
    confirmed = {line.strip().replace(".", "") for line in listed}
    return read((folder / _TABULAR).read_bytes(), confirmed)


def _former() -> dict[str, range]:
    """Return, for codes that could not be billed in all fiscal years, those in which they could."""
    lines = (DATA / "icd10cm_history.txt").read_text(encoding="ascii").splitlines()
    spans = (line.replace("-", " ").split() for line in lines if not line.startswith("#"))
    return {code: range(int(years[0]), int(years[-1]) + 1) for code, *years in spans}


FILES = {
    "icd10cm.bin": codes_file,
    "icd10cm_excludes1.bin": excludes1_file,
    "icd10cm_texts.bin": texts_file,
}
"""The files of the index, and what makes each."""

"""Where the template of a letter comes from: the office's own, or the one that comes along.

Source: issue (letters from templates that the office edits).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.kept_files import put
from xl_massbill.errors import Refused
from xl_massbill.forms.letters.templates import Letter, file_name, template
from xl_massbill.practice import Records

SETTING = "letter_templates"
OWN, COMES_ALONG = "letters", "as it comes along"


@dataclass(frozen=True, slots=True)
class Template:
    """A template: the Word file, and where it comes from in words."""

    name: str
    data: bytes

    def filled(self, facts: Mapping[str, Any]) -> tuple[str, bytes]:
        """Return where the template comes from, and the letter; raise Unreadable if it cannot be filled."""
        from xl_massbill.forms.letters.writing import written  # noqa: PLC0415 - Word files load slowly

        return self.name, written(self.data, self.name, facts)


def folder_of(workbook: Workbook) -> Path:
    """Return the folder beside a workbook in which its own templates lie."""
    return Folder.of(workbook.path).path / OWN


def template_for(workbook: Workbook, records: Records, letter: Letter) -> Template:
    """Return the template of a letter; of several places the nearest to the workbook counts."""
    name, told = file_name(letter), records.settings.get(SETTING, "").strip()
    places = [folder_of(workbook)]
    if told:
        place = Path(workbook.path).parent / told  # an absolute path stays what it is
        if not place.is_dir():
            raise Refused(f"The folder of setting {SETTING} is not there: sheet Settings.")
        places.append(place)
    for place in places:
        if (place / name).is_file():
            return Template(f"{place.name}/{name}", (place / name).read_bytes())
    return Template(f"{name}, {COMES_ALONG}", template(letter))


def lay_out(workbook: Workbook) -> list[Path]:
    """Put the templates that come along beside a workbook, to be edited; what lies there already stays."""
    folder, laid = folder_of(workbook), []
    folder.mkdir(parents=True, exist_ok=True)
    for letter in Letter:
        file = folder / file_name(letter)
        if not file.exists():
            put(file, template(letter))
            laid.append(file)
    return laid

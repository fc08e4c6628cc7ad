"""MUE: the most units of a code that Medicare takes for one day (handbook §1.6, §2.3)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Day, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class UnitLimit(Table):
    """The most units of one code on one day."""

    facts: ClassVar[Facts] = Facts(name="mue", excel="MUE", title="Unit limits", help="Loaded by the program: the most units of a code for one patient and day.", key=("code",), tab=Tab.REFERENCE, owner=Owner.PROGRAM)

    code: Annotated[Code, Column(title="Code", help="The procedure code.", example="97124", length=5, owner=PROGRAM)]
    mue_value: Annotated[Whole | None, Column(title="Most units", help="Most units.", example="4", owner=PROGRAM)] = None
    mai: Annotated[Literal["1", "2", "3"] | None, Column(title="Adjudication", help="1 per line, 2 per day without exception, 3 per day with medical review.", example="3", owner=PROGRAM)] = None
    file_version: Annotated[Text | None, Column(title="File version", help="Which file it was loaded from.", example="2026Q4", owner=PROGRAM)] = None
    certainty: Annotated[Literal["R", "G", "D"] | None, Column(title="Certainty", help="R = read in the source, G = general knowledge, please confirm.", example="G", width=10, owner=PROGRAM)] = None
    source: Annotated[Text | None, Column(title="Source", help="Where the row comes from.", example="CMS file", width=30, owner=PROGRAM)] = None
    confirmed_by: Annotated[Text | None, Column(title="Confirmed by", help="Who in the office checked the row against the current CMS file.", example="Kim")] = None
    confirmed_on: Annotated[Day | None, Column(title="Confirmed on", help="The day it was checked.", example="2026-01-02")] = None

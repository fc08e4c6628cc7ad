"""NCCI_PTP: pairs of codes of which Medicare pays only the first (handbook §1.6, §2.3)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Day, Owner, Text
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class NcciPair(Table):
    """One pair of codes that is not paid together."""

    facts: ClassVar[Facts] = Facts(name="ncci_ptp", excel="NCCI_PTP", title="NCCI pairs", help="Loaded by the program: pairs of codes that are not paid together unless a modifier says so.", key=("column1", "column2", "effective_from"), tab=Tab.REFERENCE, owner=Owner.PROGRAM)

    column1: Annotated[Code, Column(title="Column 1", help="The code that is paid.", example="97140", length=5, owner=PROGRAM)]
    column2: Annotated[Code, Column(title="Column 2", help="The code that is not, unless it wears a modifier.", example="97124", length=5, owner=PROGRAM)]
    mod_indicator: Annotated[Literal["0", "1", "9"] | None, Column(title="Indicator", help="0 never together, 1 a modifier may allow it, 9 no longer in force.", example="1", owner=PROGRAM)] = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day of the pair; blank = before our time.", example="2020-10-01", owner=PROGRAM)] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day; blank = still in force.", example="2026-12-31", owner=PROGRAM)] = None
    rationale: Annotated[Text | None, Column(title="Rationale", help="Why they are a pair.", width=40, owner=PROGRAM)] = None
    file_version: Annotated[Text | None, Column(title="File version", help="Which file it was loaded from.", example="2026Q4", owner=PROGRAM)] = None
    certainty: Annotated[Literal["R", "G", "D"] | None, Column(title="Certainty", help="R = read in the source, G = general knowledge, please confirm.", example="G", width=10, owner=PROGRAM)] = None
    source: Annotated[Text | None, Column(title="Source", help="Where the row comes from.", example="CMS file", width=30, owner=PROGRAM)] = None
    confirmed_by: Annotated[Text | None, Column(title="Confirmed by", help="Who in the office checked the row against the current CMS file.", example="Kim")] = None
    confirmed_on: Annotated[Day | None, Column(title="Confirmed on", help="The day it was checked.", example="2026-01-02")] = None

"""Codes: the clinic's short list of procedure codes, in our own words (handbook §1.6, §2.1)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Day, Need, Text, Whole, YesNo
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems, Source
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL


class ProcedureCode(Table):
    """One procedure code and how it is counted."""

    facts: ClassVar[Facts] = Facts(name="codes", excel="Codes", title="Codes", help="The procedure codes you use. Short names are our own words; code texts of the AMA need a licence.", key=("code",), tab=Tab.REFERENCE)

    code: Annotated[Code, Column(title="Code", help="The procedure code.", example="97124", need=R, length=5)]
    short_name: Annotated[Text, Column(title="Short name", help="What it is, in our own words.", example="Massage", need=R, width=40)]
    kind: Annotated[Literal["TIMED", "UNTIMED", "PER_SESSION", "UNLISTED", "NONBILLABLE"], Column(title="Kind", help="TIMED codes are counted in units of minutes, UNTIMED once a day, PER_SESSION once a session.", example="TIMED", need=R)]
    minutes_per_unit: Annotated[Whole | None, Column(title="Minutes per unit", help="15 for timed codes.", example="15", need=C, when="the code is timed")] = None
    direct_contact: Annotated[YesNo | None, Column(title="Direct contact", help="Y if only one-on-one minutes count.", example="Y")] = None
    lmt_default: Annotated[Literal["Y", "N", "STATE"] | None, Column(title="LMT may bill", help="Y yes, N no, STATE depends on state and payer.", example="Y")] = None
    always_therapy: Annotated[YesNo | None, Column(title="Always therapy", help="Y for codes that wear GP where the payer follows Medicare.", example="Y")] = None
    needs_description: Annotated[YesNo | None, Column(title="Needs description", help="Y for unlisted codes: the claim must say what was done.", example="N")] = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day the code is valid; blank = before our time.", example="1995-01-01")] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day the code is valid; blank = still is.", example="2005-12-31")] = None
    version_label: Annotated[Text | None, Column(title="Version", help="Year of the code list.", example="2026")] = None
    note: Annotated[Text | None, Column(title="Note", help="What to know about it in a massage clinic.", width=40)] = None
    certainty: Certainty = None
    source: Source = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None

"""POS: place-of-service codes (handbook §1.6, §2.5)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Column, Day, Need, Owner, Text, YesNo
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems, Source
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class PlaceOfService(Table):
    """One place-of-service code."""

    facts: ClassVar[Facts] = Facts(name="pos", excel="POS", title="Places of service", help="Where a service can take place.", key=("code",), tab=Tab.REFERENCE)

    code: Annotated[Code, Column(title="Code", help="Two digits.", example="11", need=R, length=2, digits=2)]
    name: Annotated[Text, Column(title="Place", help="Name of the place.", example="Office", need=R, width=34)]
    lmt_usual: Annotated[YesNo | None, Column(title="Usual for massage", help="Y if massage there is nothing unusual.", example="Y")] = None
    note: Annotated[Text | None, Column(title="Note", help="What to know about it.", width=40)] = None
    certainty: Certainty = None
    source: Source = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None
    list_date: Annotated[Day | None, Column(title="List of", help="The day of the official list this row was last found in; filled by the program.", example="2026-11-01", owner=Owner.PROGRAM, rare=True)] = None

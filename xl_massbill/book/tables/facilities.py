"""Facilities: other places where sessions are given (handbook §1.11)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Column, Id, Need, Npi, State, Text, Zip
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class Facility(Table):
    """A place of service that is not the clinic's own address."""

    facts: ClassVar[Facts] = Facts(name="facilities", excel="Facilities", title="Facilities", help="One row for each place, other than the clinic, where you treat.", key=("facility_id",), tab=Tab.MASTER)

    facility_id: Annotated[Id, Column(title="Facility", help="Your own short name for the place.", example="F01", need=R)]
    name: Annotated[Text, Column(title="Name", help="Name of the place as in the NPI registry.", example="Lakeview Care Center", need=R, length=60, x12="2310C NM103", box="32", width=30)]
    npi: Annotated[Npi | None, Column(title="NPI", help="NPI of the place, if it has one.", example="1999999117", length=10, x12="2310C NM109", box="32a")] = None
    addr1: Annotated[Text, Column(title="Street", help="Street address.", example="900 Lake St", need=R, length=55, x12="2310C N301", box="32")]
    addr2: Annotated[Text | None, Column(title="Street 2", help="Suite or building.", length=55, x12="2310C N302", box="32")] = None
    city: Annotated[Text, Column(title="City", help="City of the place.", example="Renton", need=R, length=30, x12="2310C N401", box="32")]
    state: Annotated[State, Column(title="State", help="Two-letter state code.", example="WA", need=R, length=2, x12="2310C N402", box="32")]
    zip: Annotated[Zip, Column(title="ZIP", help="All 9 digits; payers reject 5 here.", example="980551234", need=R, x12="2310C N403", box="32")]
    pos: Annotated[Code, Column(title="Place of service", help="Two-digit place-of-service code, such as 12 for a home.", example="31", need=R, length=2, digits=2, refers_to="pos.code", x12="2300 CLM05-1", box="24B")]
    problems: Problems = None

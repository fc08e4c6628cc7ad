"""Licences: for therapists who hold more than one (handbook §1.4)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Need, State, Text
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class Licence(Table):
    """One licence of one therapist in one state."""

    facts: ClassVar[Facts] = Facts(name="licences", excel="Licences", title="Licences", help="Only for therapists with licences in several states: one row each.", key=("therapist_id", "license_state", "license_no"), tab=Tab.MASTER)

    therapist_id: Annotated[Id, Column(title="Therapist", help="The therapist of sheet Therapists.", example="T01", need=R, refers_to="therapists.therapist_id")]
    license_state: Annotated[State, Column(title="Licence state", help="State of the licence.", example="WA", need=R, length=2)]
    license_no: Annotated[Id, Column(title="Licence no.", help="Number of the licence.", example="MA60123456", need=R, length=50, x12="2310B REF*0B")]
    license_type: Annotated[Text, Column(title="Licence type", help="What the state calls it.", example="Massage therapist", need=R)]
    license_issued: Annotated[Day, Column(title="Licence issued", help="First day of the licence.", example="2019-06-01", need=R)]
    license_expires: Annotated[Day, Column(title="Licence expires", help="Last day of the licence.", example="2027-12-31", need=R)]
    license_status: Annotated[Literal["ACTIVE", "EXPIRED", "SUSPENDED", "PENDING"], Column(title="Licence status", help="As the state's register shows it.", example="ACTIVE", need=R)]
    problems: Problems = None

"""DxTrail: where a diagnosis came from that is not on the active order (handbook §1.11)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Dx, Id, Need, Text
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL


class DxTrail(Table):
    """The origin of one diagnosis of one patient."""

    facts: ClassVar[Facts] = Facts(name="dx_trail", excel="DxTrail", title="Diagnosis trail", help="One row for each diagnosis that did not come from the active order: who gave it, and when.", key=("patient_id", "dx", "recorded_on"), tab=Tab.DAILY)

    patient_id: Annotated[Id, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", need=R, refers_to="patients.patient_id")]
    dx: Annotated[Dx, Column(title="Diagnosis", help="The ICD-10 code as the doctor gave it.", example="M54.2", need=R)]
    origin: Annotated[Literal["REFERRAL", "PRESCRIBER_CALL", "AMENDED_ORDER"], Column(title="Origin", help="Another order, a call with the doctor, or an amended order.", example="PRESCRIBER_CALL", need=R)]
    referral_id: Annotated[Id | None, Column(title="Referral", help="The order it belongs to.", example="R001", need=C, when="it came from an order", refers_to="referrals.referral_id")] = None
    spoken_with: Annotated[Text | None, Column(title="Spoken with", help="Whom you spoke with at the doctor's office.", need=C, when="it came from a call", private=True)] = None
    recorded_on: Annotated[Day, Column(title="Recorded on", help="The day it was written down.", example="2026-05-02", need=R)]
    recorded_by: Annotated[Text, Column(title="Recorded by", help="Who in the office wrote it down.", example="Kim", need=R)]
    problems: Problems = None

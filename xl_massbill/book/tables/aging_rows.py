"""AgingRows: every open balance behind the aging, one a row, so that each figure opens its rows (§10.3)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Money, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class AgingLine(Table):
    """One open balance: of a claim, of a visit not billed yet, or of a visit that a patient pays."""

    facts: ClassVar[Facts] = Facts(name="aging_rows", excel="AgingRows", title="Aging, row by row", help="Made by the program: the rows behind every figure of the aging sheets, the oldest first. Filter it as you like.", key=("kind", "claim_id", "visit"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    kind: Annotated[Literal["INSURANCE", "PATIENT", "UNBILLED"], Column(title="Kind", help="Owed by the insurer, by the patient, or not billed yet.", example="INSURANCE", owner=PROGRAM)]
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim; blank for a visit without one.", example="CR26-000101", owner=PROGRAM)] = None
    visit: Annotated[Id | None, Column(title="Visit line", help="Visit and line, where there is no claim.", example="V0001-1", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer no.", help="The payer of sheet Payers.", example="EHP01", owner=PROGRAM)] = None
    payer: Annotated[Text | None, Column(title="Payer", help="Name of the payer.", example="Evergreen Health Plan", width=30, owner=PROGRAM)] = None
    patient_id: Annotated[Id | None, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", owner=PROGRAM)] = None
    therapist_id: Annotated[Id | None, Column(title="Therapist", help="The therapist number of sheet Therapists.", example="T01", owner=PROGRAM)] = None
    claim_kind: Annotated[Text | None, Column(title="Kind of claim", help="The type of its payer on sheet Payers.", example="COMMERCIAL", width=22, owner=PROGRAM)] = None
    since: Annotated[Day | None, Column(title="Owed since", help="The day from which its age counts.", example="2026-08-01", owner=PROGRAM)] = None
    days: Annotated[Whole | None, Column(title="Days old", help="Days since then.", example="60", owner=PROGRAM)] = None
    bucket: Annotated[Text | None, Column(title="Bucket", help="Its age; unbilled and credits stand apart. Boundaries: setting aging_buckets.", example="31-60", owner=PROGRAM)] = None
    amount: Annotated[Money | None, Column(title="Amount", help="What is open; a credit is negative.", example="180.00", owner=PROGRAM)] = None
    as_of: Annotated[Day | None, Column(title="As of", help="The day for which the ages were counted.", example="2026-09-30", owner=PROGRAM)] = None
    anchor: Annotated[Text | None, Column(title="Counted from", help="DOS: date of service. FIRST_SUBMISSION: first accepted or sent. LAST_ACTIVITY: last sent, answered or paid.", example="DOS", owner=PROGRAM)] = None
    basis: Annotated[Text | None, Column(title="Basis", help="As the workbook stands, or for a past day what was known then.", example="as the workbook stands", owner=PROGRAM)] = None

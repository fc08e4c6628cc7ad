"""PatientPayments: money that patients pay or get back after the visit (handbook §1.13, §10.1)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Money, Need, Owner, Text
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class PatientPayment(Table):
    """One payment of a patient, or one refund to a patient."""

    facts: ClassVar[Facts] = Facts(name="patient_payments", excel="PatientPayments", title="Patient payments", help="Money from patients after a statement, and refunds to them. Money taken at the visit stands on sheet Visits.", key=("received_on", "patient_id", "receipt_no", "amount", "claim_id"), tab=Tab.DAILY)

    received_on: Annotated[Day, Column(title="Received on", help="The day the money came or went.", example="2026-06-10", need=R)]
    patient_id: Annotated[Id, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", need=R, refers_to="patients.patient_id")]
    amount: Annotated[Money, Column(title="Amount", help="How much.", example="50.00", need=R)]
    kind: Annotated[Literal["PAYMENT", "REFUND"] | None, Column(title="Kind", help="PAYMENT (also if blank), or REFUND if you gave money back.", example="PAYMENT")] = None
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim it is for; blank: the oldest that the patient owes. What is left over is unapplied.", example="CR26-000105")] = None
    method: Annotated[Text | None, Column(title="Pay method", help="Cash, card, cheque.", example="card")] = None
    receipt_no: Annotated[Id | None, Column(title="Receipt no.", help="Number of the receipt.", example="4411")] = None
    taken_by: Annotated[Text | None, Column(title="Taken by", help="Who took or gave it.", example="Kim")] = None
    posted: Annotated[Id | None, Column(title="Posted", help="Filled by the program: the row of Remits it became.", example="RM000032", owner=Owner.PROGRAM)] = None
    problems: Problems = None

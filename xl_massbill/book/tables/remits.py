"""Remits: one row is one payment advice: an 835, a paper EOB, or a patient's cheque (handbook §1.13)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Money, Npi, Owner, Text, YesNo
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Remit(Table):
    """One payment with its advice."""

    facts: ClassVar[Facts] = Facts(name="remits", excel="Remits", title="Remittances", help="Made by the program: one row for each payment advice. You only note the bank deposit.", key=("remit_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    remit_id: Annotated[Id, Column(title="Remittance", help="Number of the remittance.", example="RM000031", owner=PROGRAM)]
    source: Annotated[Literal["835", "EOB", "PORTAL", "PATIENT"] | None, Column(title="Source", help="Where it came from.", example="835", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="Who paid.", example="EHP01", owner=PROGRAM)] = None
    check_eft_no: Annotated[Id | None, Column(title="Cheque or EFT no.", help="Number of the cheque or transfer.", example="EFT700101", x12="835 TRN02", owner=PROGRAM)] = None
    method: Annotated[Literal["ACH", "CHK", "FWT", "NON"] | None, Column(title="Method", help="ACH transfer, CHK cheque, FWT wire, NON no payment.", example="ACH", x12="835 BPR04", owner=PROGRAM)] = None
    amount: Annotated[Money | None, Column(title="Amount", help="Amount of the payment.", example="103.00", x12="835 BPR02", owner=PROGRAM)] = None
    payment_date: Annotated[Day | None, Column(title="Payment date", help="Date of the payment.", example="2026-05-20", x12="835 BPR16", owner=PROGRAM)] = None
    production_date: Annotated[Day | None, Column(title="Made on", help="Date the advice was made.", example="2026-05-20", x12="835 DTM*405", owner=PROGRAM)] = None
    balanced: Annotated[YesNo | None, Column(title="Balanced", help="Y if all sums agree; otherwise nothing is posted.", example="Y", owner=PROGRAM)] = None
    posted_on: Annotated[Day | None, Column(title="Posted on", help="The day it was posted.", example="2026-05-21", owner=PROGRAM)] = None
    posted_by: Annotated[Text | None, Column(title="Posted by", help="Who posted it.", example="Kim", owner=PROGRAM)] = None
    deposit_matched_on: Annotated[Day | None, Column(title="Deposit matched on", help="The day you found the money in the bank.", example="2026-05-22")] = None
    deposit_amount: Annotated[Money | None, Column(title="Deposit amount", help="The amount the bank shows.", example="103.00")] = None
    payee_npi: Annotated[Npi | None, Column(title="Payee NPI", help="Whom the payer paid.", example="1999999117", length=10, x12="835 N1*PE", rare=True, owner=PROGRAM)] = None
    file_name: Annotated[Text | None, Column(title="File", help="Name of the file read.", example="era_20260520.835", rare=True, owner=PROGRAM)] = None
    file_hash: Annotated[Text | None, Column(title="File hash", help="Fingerprint of the file.", length=64, rare=True, width=12, owner=PROGRAM)] = None

"""Payments: one row is one payment or one adjustment of one line (handbook §1.13)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Codes, Column, Day, Id, Money, Owner, Text, Whole, YesNo
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Payment(Table):
    """One posted amount: a payment, an adjustment, a patient's money, a write-off or a refund."""

    facts: ClassVar[Facts] = Facts(name="payments", excel="Payments", title="Payments", help="Made by the program: one row for each amount posted.", key=("payment_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    payment_id: Annotated[Id, Column(title="Payment", help="Number of the row.", example="PM000101", owner=PROGRAM)]
    row_type: Annotated[Literal["PAY", "ADJ", "PATIENT", "WRITE_OFF", "REFUND", "TO_PATIENT"] | None, Column(title="Type", help="PAY a service line, ADJ an adjustment of it, PATIENT, WRITE_OFF, REFUND; TO_PATIENT: decided that the patient owes it.", example="PAY", width=14, owner=PROGRAM)] = None
    remit_id: Annotated[Id | None, Column(title="Remittance", help="The remittance it belongs to.", example="RM000031", owner=PROGRAM)] = None
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim it belongs to, or the word unapplied.", example="CR26-000101", x12="835 CLP01", owner=PROGRAM)] = None
    line_no: Annotated[Whole | None, Column(title="Line", help="Line of the claim.", example="1", x12="835 REF*6R", owner=PROGRAM)] = None
    dos: Annotated[Day | None, Column(title="Date of service", help="The day of the session.", example="2026-05-04", x12="835 DTM*472", owner=PROGRAM)] = None
    code: Annotated[Code | None, Column(title="Code", help="The procedure code as paid.", example="97124", length=5, x12="835 SVC01-2", owner=PROGRAM)] = None
    mods: Annotated[Codes, Column(title="Modifiers", help="The modifiers as paid.", example="GP", x12="835 SVC01-3", owner=PROGRAM)] = ()
    charge: Annotated[Money | None, Column(title="Charge", help="Charge of the line.", example="180.00", x12="835 SVC02", owner=PROGRAM)] = None
    allowed: Annotated[Money | None, Column(title="Allowed", help="What the payer allowed.", example="128.00", x12="835 AMT*B6", owner=PROGRAM)] = None
    paid: Annotated[Money | None, Column(title="Paid", help="What was paid.", example="103.00", x12="835 SVC03", owner=PROGRAM)] = None
    group: Annotated[Literal["CO", "PR", "OA", "PI", "CR"] | None, Column(title="Group", help="CO contractual, PR patient, OA other, PI payer's reduction, CR correction (old files).", example="CO", x12="835 CAS01", owner=PROGRAM)] = None
    carc: Annotated[Code | None, Column(title="Reason code", help="Adjustment reason (CARC).", example="45", x12="835 CAS02", owner=PROGRAM)] = None
    adj_amount: Annotated[Money | None, Column(title="Adjustment", help="Amount of the adjustment.", example="52.00", x12="835 CAS03", owner=PROGRAM)] = None
    rarc: Annotated[Codes, Column(title="Remark codes", help="Remarks (RARC).", example="N130", x12="835 LQ*HE", owner=PROGRAM)] = ()
    post_status: Annotated[Literal["POSTED", "HELD", "ERROR"] | None, Column(title="Posting", help="Whether it counts.", example="POSTED", owner=PROGRAM)] = None
    pay_method: Annotated[Text | None, Column(title="Pay method", help="How the patient paid: cash, card, cheque.", example="card", owner=PROGRAM)] = None
    receipt_no: Annotated[Id | None, Column(title="Receipt no.", help="Number of the receipt.", example="4411", owner=PROGRAM)] = None
    writeoff_kind: Annotated[Literal["CONTRACTUAL", "OTHER"] | None, Column(title="Write-off kind", help="CONTRACTUAL or OTHER.", example="OTHER", owner=PROGRAM)] = None
    reason: Annotated[Text | None, Column(title="Reason", help="Why it was written off or refunded.", private=True, owner=PROGRAM)] = None
    approved_by: Annotated[Text | None, Column(title="Approved by", help="Who approved it.", example="Kim", owner=PROGRAM)] = None
    clp_status: Annotated[Code | None, Column(title="Claim status", help="Status of the claim in the remittance.", example="1", x12="835 CLP02", rare=True, owner=PROGRAM)] = None
    clp_charge: Annotated[Money | None, Column(title="Claim charge", help="Charge of the whole claim.", example="180.00", x12="835 CLP03", rare=True, owner=PROGRAM)] = None
    clp_paid: Annotated[Money | None, Column(title="Claim paid", help="Paid for the whole claim.", example="103.00", x12="835 CLP04", rare=True, owner=PROGRAM)] = None
    clp_pr: Annotated[Money | None, Column(title="Claim patient part", help="Patient's part of the whole claim.", example="25.00", x12="835 CLP05", rare=True, owner=PROGRAM)] = None
    icn: Annotated[Id | None, Column(title="Payer's claim number", help="The payer's own number for the claim.", example="EHP2026140001", length=50, x12="835 CLP07", rare=True, owner=PROGRAM)] = None
    payer_freq: Annotated[Code | None, Column(title="Payer frequency", help="Frequency code the payer echoes.", example="1", x12="835 CLP09", rare=True, owner=PROGRAM)] = None
    orig_code: Annotated[Code | None, Column(title="Original code", help="The code as billed, if the payer changed it.", length=5, x12="835 SVC06", rare=True, owner=PROGRAM)] = None
    units_paid: Annotated[Whole | None, Column(title="Units paid", help="Units the payer paid.", example="4", x12="835 SVC05", rare=True, owner=PROGRAM)] = None
    units_billed: Annotated[Whole | None, Column(title="Units billed", help="Units as billed, if the payer changed them.", example="4", x12="835 SVC07", rare=True, owner=PROGRAM)] = None
    adj_qty: Annotated[Whole | None, Column(title="Adjusted units", help="Units of the adjustment.", x12="835 CAS04", rare=True, owner=PROGRAM)] = None
    is_reversal: Annotated[YesNo | None, Column(title="Reversal", help="Y if it takes back an earlier payment.", example="N", rare=True, owner=PROGRAM)] = None

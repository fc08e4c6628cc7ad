"""Unplaced: answers of payers whose claim was not found for sure; a person says which it is (handbook §6.11 RMT-002)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Column, Day, Id, Money, Owner, Text, Words
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Unplaced(Table):
    """One answer that waits for a person to say which claim it is about."""

    facts: ClassVar[Facts] = Facts(name="unplaced", excel="Unplaced", title="Payments to place", help="Made by the program: answers of payers whose claim is not sure. Type the claim, or NOT OURS; the next posting follows it, and remembers.", key=("unplaced_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    unplaced_id: Annotated[Id, Column(title="To place", help="Number of the row.", example="UP0001", owner=PROGRAM)]
    belongs_to: Annotated[Id | None, Column(title="Belongs to", help="The claim it is about, or NOT OURS.", example="CR26-000101")] = None
    decided_by: Annotated[Text | None, Column(title="Decided by", help="Who says so.", example="Kim")] = None
    candidates: Annotated[Words, Column(title="May be", help="Claims it may be about, the likeliest first.", example="CR26-000101, CR26-000117", width=30, owner=PROGRAM)] = ()
    why: Annotated[Text | None, Column(title="Why", help="What speaks for these claims.", example="patient's name, day and charge (35%)", width=30, owner=PROGRAM)] = None
    remit_id: Annotated[Id | None, Column(title="Remittance", help="The remittance it came in.", example="RM000031", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="Who paid.", example="EHP01", owner=PROGRAM)] = None
    claim_as_sent: Annotated[Id | None, Column(title="Claim as sent", help="The claim number that the payer sent.", example="000101", x12="835 CLP01", owner=PROGRAM)] = None
    icn: Annotated[Id | None, Column(title="Payer's claim number", help="The payer's own number for the claim.", example="EHP2026140001", length=50, x12="835 CLP07", owner=PROGRAM)] = None
    clp_status: Annotated[Code | None, Column(title="Claim status", help="Status of the claim in the remittance; 22 takes back.", example="1", x12="835 CLP02", owner=PROGRAM)] = None
    patient: Annotated[Text | None, Column(title="Patient as sent", help="The name that the payer sent.", private=True, x12="835 NM1*QC", owner=PROGRAM)] = None
    member_id: Annotated[Id | None, Column(title="Member as sent", help="The member number that the payer sent.", private=True, x12="835 NM1*QC", owner=PROGRAM)] = None
    dos: Annotated[Day | None, Column(title="Date of service", help="First day of the service.", example="2026-05-04", owner=PROGRAM)] = None
    charge: Annotated[Money | None, Column(title="Charge", help="Charge of the claim.", example="180.00", x12="835 CLP03", owner=PROGRAM)] = None
    paid: Annotated[Money | None, Column(title="Paid", help="What was paid for it.", example="103.00", x12="835 CLP04", owner=PROGRAM)] = None
    placed_on: Annotated[Day | None, Column(title="Placed on", help="The day it was posted to its claim.", example="2026-05-22", owner=PROGRAM)] = None

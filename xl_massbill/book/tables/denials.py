"""Denials: one row is one denied line and what becomes of it (handbook §1.13, §9.1)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Codes, Column, Day, Id, Money, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Denial(Table):
    """One denied claim line, from the cause to the result."""

    facts: ClassVar[Facts] = Facts(name="denials", excel="Denials", title="Denials", help="Made by the program: one row for each denied line. You decide and note what came of it.", key=("denial_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    denial_id: Annotated[Id, Column(title="Denial", help="Number of the denial.", example="DN0001", owner=PROGRAM)]
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim.", example="CR26-000101", owner=PROGRAM)] = None
    line_no: Annotated[Whole | None, Column(title="Line", help="Line of the claim.", example="1", owner=PROGRAM)] = None
    remit_id: Annotated[Id | None, Column(title="Remittance", help="The remittance that denied it.", example="RM000031", owner=PROGRAM)] = None
    denied_on: Annotated[Day | None, Column(title="Denied on", help="Payment date of that remittance.", example="2026-05-20", owner=PROGRAM)] = None
    group: Annotated[Literal["CO", "PR", "OA", "PI"] | None, Column(title="Group", help="CO contractual, PR patient, OA other, PI payer's reduction.", example="CO", owner=PROGRAM)] = None
    carc: Annotated[Code | None, Column(title="Reason code", help="Adjustment reason (CARC).", example="197", owner=PROGRAM)] = None
    rarcs: Annotated[Codes, Column(title="Remark codes", help="Remarks (RARC).", example="M62", owner=PROGRAM)] = ()
    amount: Annotated[Money | None, Column(title="Amount", help="Charge that was denied.", example="180.00", owner=PROGRAM)] = None
    cause_guess: Annotated[Text | None, Column(title="Likely cause", help="What usually lies behind this reason; see sheet CARC.", example="authorisation not requested or number missing", width=34, owner=PROGRAM)] = None
    deadline: Annotated[Day | None, Column(title="Deadline", help="Last day to act.", example="2026-11-16", owner=PROGRAM)] = None
    decision: Annotated[Literal["CORRECT", "NEW", "RECORDS", "APPEAL", "NEXT_PAYER", "PATIENT", "WRITE_OFF"] | None, Column(title="Decision", help="What you do about it.", example="CORRECT")] = None
    decided_on: Annotated[Day | None, Column(title="Decided on", help="The day it was decided.", example="2026-05-22")] = None
    decided_by: Annotated[Text | None, Column(title="Decided by", help="Who decided.", example="Kim")] = None
    appeal_level: Annotated[Whole | None, Column(title="Appeal level", help="1 for the first appeal, 2 for the second.", example="1")] = None
    appeal_sent_on: Annotated[Day | None, Column(title="Appeal sent", help="The day the appeal went out.", example="2026-06-01")] = None
    appeal_result: Annotated[Literal["OPEN", "WON", "LOST"] | None, Column(title="Appeal result", help="How the appeal ended.", example="OPEN")] = None
    result_on: Annotated[Day | None, Column(title="Result on", help="The day of the result.", example="2026-07-15")] = None
    recovered: Annotated[Money | None, Column(title="Recovered", help="Money that came back.", example="103.00", owner=PROGRAM)] = None
    caught_by: Annotated[Id | None, Column(title="Should be caught by", help="The rule that should have caught it, or none.", example="AUT-001", owner=PROGRAM)] = None

"""WorkList: every open balance once, the most urgent first, with what to do next (handbook §10.4-10.6)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Money, Owner, Percent, Text, Whole, Words
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class WorkRow(Table):
    """One open balance of one claim, or of the visits that a patient pays."""

    facts: ClassVar[Facts] = Facts(name="work_list", excel="WorkList", title="Work list", help="Made by the program: every open balance once, the most urgent first. Note calls and promises on FollowUp.", key=("claim_id", "kind", "patient_id"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    rank: Annotated[Whole | None, Column(title="Rank", help="1 is the most urgent.", example="1", owner=PROGRAM)] = None
    score: Annotated[Whole | None, Column(title="Urgency", help="0 to 100, from deadline, balance, age and state; weights are on Settings.", example="72", owner=PROGRAM)] = None
    next_action: Annotated[Text | None, Column(title="Next action", help="What to do now.", example="ask for the status, note the reference", width=38, owner=PROGRAM)] = None
    due_on: Annotated[Day | None, Column(title="Due on", help="When to do it; a later day means that it was put off until then.", example="2026-09-30", owner=PROGRAM)] = None
    days_left: Annotated[Whole | None, Column(title="Days left", help="Days until the deadline; below zero it has passed.", example="20", owner=PROGRAM)] = None
    deadline: Annotated[Day | None, Column(title="Deadline", help="The nearest deadline in force; blank = none, or its length is not on PayerRules.", example="2026-10-20", owner=PROGRAM)] = None
    deadline_kind: Annotated[Text | None, Column(title="Deadline for", help="What must be done by then.", example="appeal by", owner=PROGRAM)] = None
    balance: Annotated[Money | None, Column(title="Balance", help="What is owed.", example="180.00", owner=PROGRAM)] = None
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim; blank for visits that a patient pays at the desk.", example="CR26-000101", owner=PROGRAM)] = None
    kind: Annotated[Literal["INSURANCE", "PATIENT"] | None, Column(title="Owed by", help="Owed by the insurer or by the patient.", example="INSURANCE", owner=PROGRAM)] = None
    patient_id: Annotated[Id | None, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer of sheet Payers.", example="EHP01", owner=PROGRAM)] = None
    status: Annotated[Text | None, Column(title="Status", help="Where the claim stands; CASH for visits that the patient pays.", example="ACCEPTED", owner=PROGRAM)] = None
    age: Annotated[Whole | None, Column(title="Days old", help="Days since then.", example="60", owner=PROGRAM)] = None
    flags: Annotated[Words, Column(title="Flags", help="UNDERPAID, NO_RESPONSE after the usual days, PROMISE_BROKEN.", example="NO_RESPONSE", owner=PROGRAM)] = ()
    owner: Annotated[Text | None, Column(title="Owner", help="Who does it: as last noted on FollowUp, else by the kind of work.", example="biller", owner=PROGRAM)] = None
    last_contact_on: Annotated[Day | None, Column(title="Last contact", help="The last call, letter or look at the portal on FollowUp.", example="2026-09-14", owner=PROGRAM)] = None
    promised_on: Annotated[Day | None, Column(title="Promised for", help="The day by which money was promised.", example="2026-10-01", owner=PROGRAM)] = None
    promised_amount: Annotated[Money | None, Column(title="Promised", help="How much was promised.", example="75.00", owner=PROGRAM)] = None
    since: Annotated[Day | None, Column(title="Owed since", help="The day from which its age counts.", example="2026-08-01", owner=PROGRAM)] = None
    as_of: Annotated[Day | None, Column(title="As of", help="The day for which the list was made.", example="2026-09-30", rare=True, owner=PROGRAM)] = None
    part_deadline: Annotated[Percent | None, Column(title="Part: deadline", help="What the deadline counts in the urgency.", example="75.5%", rare=True, owner=PROGRAM)] = None
    part_balance: Annotated[Percent | None, Column(title="Part: balance", help="What the balance counts.", example="36%", rare=True, owner=PROGRAM)] = None
    part_age: Annotated[Percent | None, Column(title="Part: age", help="What the age counts.", example="50%", rare=True, owner=PROGRAM)] = None
    part_status: Annotated[Percent | None, Column(title="Part: status", help="What the state counts.", example="60%", rare=True, owner=PROGRAM)] = None

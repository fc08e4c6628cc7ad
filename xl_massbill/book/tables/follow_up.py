"""FollowUp: every contact and task about money that is still open (handbook §1.14)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Money, Need, Owner, Text, Whole
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL


class FollowUp(Table):
    """One call, letter, statement, promise or task; rows are added, never changed."""

    facts: ClassVar[Facts] = Facts(name="follow_up", excel="FollowUp", title="Follow-up", help="One row for each call, letter or task about a claim or a patient's balance. Add rows; do not rewrite old ones.", key=("followup_id",), tab=Tab.DAILY)

    followup_id: Annotated[Id, Column(title="Follow-up", help="Running number of the row.", example="FU0001", need=R)]
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim it is about.", example="CR26-000101", need=C, when="no patient is named", refers_to="claims.claim_id")] = None
    patient_id: Annotated[Id | None, Column(title="Patient", help="The patient it is about, if no single claim.", example="P001", need=C, when="no claim is named", refers_to="patients.patient_id")] = None
    created_on: Annotated[Day, Column(title="Created on", help="The day the row was made.", example="2026-06-10", need=R)]
    type: Annotated[Literal["STATUS_CHECK", "CALL", "PORTAL", "CORRECTED_CLAIM", "APPEAL", "RECORDS_SENT", "STATEMENT", "PATIENT_CALL", "PROMISE", "DISPUTE", "REFUND", "WRITE_OFF_REQUEST", "NOTE"], Column(title="Type", help="What was done or is to be done.", example="CALL", need=R, width=18)]
    reason: Annotated[Text | None, Column(title="Reason", help="The rule or denial code behind it.", example="CARC 197")] = None
    due_on: Annotated[Day | None, Column(title="Due on", help="By when it must be done.", example="2026-06-24")] = None
    owner: Annotated[Text | None, Column(title="Owner", help="Who does it: biller, front desk, manager, or a name.", example="biller")] = None
    contact_name: Annotated[Text | None, Column(title="Spoke with", help="Name of the person at the payer.", private=True)] = None
    contact_ref_no: Annotated[Id | None, Column(title="Call reference", help="Reference number of the call.", example="REF88123")] = None
    result: Annotated[Text | None, Column(title="Result", help="What came of it.", private=True, width=40)] = None
    promised_amount: Annotated[Money | None, Column(title="Promised amount", help="Money that was promised.", example="75.00")] = None
    promised_on: Annotated[Day | None, Column(title="Promised for", help="The day by which it was promised.", example="2026-07-01", need=C, when="an amount was promised")] = None
    next_action: Annotated[Text | None, Column(title="Next action", help="What comes next.", example="call again", width=24)] = None
    next_due: Annotated[Day | None, Column(title="Next due", help="When it comes next.", example="2026-06-24")] = None
    closed_on: Annotated[Day | None, Column(title="Closed on", help="The day the matter was closed.", example="2026-07-02")] = None
    priority: Annotated[Whole | None, Column(title="Priority", help="Filled by the program: 0 to 100, the higher the more urgent.", example="72", owner=Owner.PROGRAM)] = None
    problems: Problems = None

"""Claims: one row is one bill to one payer, with its state and its money (handbook §1.12)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Day, Dx, Id, Money, Owner, State, Text, Whole, YesNo
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Claim(Table):
    """One claim as the ledger knows it."""

    facts: ClassVar[Facts] = Facts(name="claims", excel="Claims", title="Claims", help="Made by the program: one row for each claim, with state, money and deadlines.", key=("claim_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    claim_id: Annotated[Id, Column(title="Claim", help="Number of the claim, unique for ever; no patient data in it.", example="CR26-000101", length=20, x12="2300 CLM01", box="26", owner=PROGRAM)]
    status: Annotated[Literal["DRAFT", "HOLD", "READY", "BATCHED", "SUBMITTED", "ACK_RECEIVED", "ACCEPTED", "REJECTED", "IN_PROCESS", "INFO_REQUESTED", "PAID", "PAID_PARTIAL", "DENIED", "REVERSED", "REPLACED", "VOIDED", "APPEALED", "FORWARDED", "SECONDARY_DUE", "PATIENT_DUE", "LIEN", "WRITTEN_OFF", "CLOSED"] | None, Column(title="Status", help="Where the claim stands.", example="BATCHED", width=16, owner=PROGRAM)] = None
    status_since: Annotated[Day | None, Column(title="Status since", help="The day it came into this state.", example="2026-05-06", owner=PROGRAM)] = None
    patient_id: Annotated[Id | None, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer of sheet Payers.", example="EHP01", owner=PROGRAM)] = None
    therapist_id: Annotated[Id | None, Column(title="Therapist", help="Who treated.", example="T01", x12="2310B", box="24J", owner=PROGRAM)] = None
    dos_from: Annotated[Day | None, Column(title="From", help="First date of service.", example="2026-05-04", owner=PROGRAM)] = None
    dos_to: Annotated[Day | None, Column(title="To", help="Last date of service.", example="2026-05-04", owner=PROGRAM)] = None
    total_charge: Annotated[Money | None, Column(title="Charge", help="Sum of its lines.", example="180.00", x12="2300 CLM02", box="28", owner=PROGRAM)] = None
    paid_total: Annotated[Money | None, Column(title="Paid", help="Paid by insurers so far.", example="103.00", owner=PROGRAM)] = None
    contractual_total: Annotated[Money | None, Column(title="Contractual", help="Contractual adjustments so far; never billed to the patient.", example="52.00", owner=PROGRAM)] = None
    pr_total: Annotated[Money | None, Column(title="Patient part", help="What the last payer says the patient owes.", example="25.00", owner=PROGRAM)] = None
    other_adj_total: Annotated[Money | None, Column(title="Other adjustments", help="Other adjustments and write-offs so far.", example="0.00", owner=PROGRAM)] = None
    patient_paid: Annotated[Money | None, Column(title="Patient paid", help="What the patient has paid.", example="25.00", x12="2300 AMT*F5", box="29", owner=PROGRAM)] = None
    balance: Annotated[Money | None, Column(title="Balance", help="What is still owed.", example="0.00", owner=PROGRAM)] = None
    balance_owner: Annotated[Literal["INS_P", "INS_S", "INS_T", "PATIENT", "LIEN", "NONE"] | None, Column(title="Owed by", help="Who owes the balance now.", example="INS_P", owner=PROGRAM)] = None
    expected_allowed: Annotated[Money | None, Column(title="Expected allowed", help="What the payer should allow by contract or schedule.", example="128.00", owner=PROGRAM)] = None
    first_submitted_on: Annotated[Day | None, Column(title="First submitted", help="The day it first went out.", example="2026-05-06", owner=PROGRAM)] = None
    first_accepted_on: Annotated[Day | None, Column(title="First accepted", help="The day the payer accepted it: proof of timely filing.", example="2026-05-07", owner=PROGRAM)] = None
    last_submitted_on: Annotated[Day | None, Column(title="Last submitted", help="The day it last went out.", example="2026-05-06", owner=PROGRAM)] = None
    batch_id: Annotated[Id | None, Column(title="Batch", help="The batch it went out in.", example="B000101", owner=PROGRAM)] = None
    icn: Annotated[Id | None, Column(title="Payer's claim number", help="The payer's own number for the claim; needed for corrections.", example="EHP2026140001", length=50, x12="2300 REF*F8", box="22", owner=PROGRAM)] = None
    frequency: Annotated[Literal["1", "7", "8"] | None, Column(title="Frequency", help="1 original, 7 replacement, 8 void.", example="1", x12="2300 CLM05-3", box="22", owner=PROGRAM)] = None
    payer_seq: Annotated[Literal["P", "S", "T"] | None, Column(title="Payer order", help="P first payer, S second, T third.", example="P", x12="2000B SBR01", owner=PROGRAM)] = None
    coverage_id: Annotated[Id | None, Column(title="Coverage", help="The plan of sheet Coverage.", example="C001", owner=PROGRAM)] = None
    referral_id: Annotated[Id | None, Column(title="Referral", help="The order behind it.", example="R001", x12="2310A", box="17", owner=PROGRAM)] = None
    auth_id: Annotated[Id | None, Column(title="Authorisation", help="The approval it counts against.", example="A001", x12="2300 REF*G1", box="23", owner=PROGRAM)] = None
    parent_claim_id: Annotated[Id | None, Column(title="Parent claim", help="The claim this one follows (second payer, replacement, void).", example="CR26-000101", rare=True, owner=PROGRAM)] = None
    replaces_claim_id: Annotated[Id | None, Column(title="Replaces", help="The claim this one replaces.", example="CR26-000101", rare=True, owner=PROGRAM)] = None
    original_ref_no: Annotated[Id | None, Column(title="Original reference", help="The payer's number of the claim that is replaced or voided.", example="SBS2026159001", length=50, x12="2300 REF*F8", box="22", rare=True, owner=PROGRAM)] = None
    pos: Annotated[Code | None, Column(title="Place of service", help="Two-digit place-of-service code.", example="11", length=2, digits=2, x12="2300 CLM05-1", box="24B", rare=True, owner=PROGRAM)] = None
    facility_id: Annotated[Id | None, Column(title="Facility", help="Where it was, if not at the clinic.", example="F01", x12="2310C", box="32", rare=True, owner=PROGRAM)] = None
    dx1: Annotated[Dx | None, Column(title="Dx 1", help="Diagnosis 1 of the claim.", example="M54.2", x12="2300 HI", box="21A", rare=True, owner=PROGRAM)] = None
    dx2: Annotated[Dx | None, Column(title="Dx 2", help="Diagnosis 2 of the claim.", x12="2300 HI", box="21B", rare=True, owner=PROGRAM)] = None
    dx3: Annotated[Dx | None, Column(title="Dx 3", help="Diagnosis 3 of the claim.", x12="2300 HI", box="21C", rare=True, owner=PROGRAM)] = None
    dx4: Annotated[Dx | None, Column(title="Dx 4", help="Diagnosis 4 of the claim.", x12="2300 HI", box="21D", rare=True, owner=PROGRAM)] = None
    dx5: Annotated[Dx | None, Column(title="Dx 5", help="Diagnosis 5 of the claim.", x12="2300 HI", box="21E", rare=True, owner=PROGRAM)] = None
    dx6: Annotated[Dx | None, Column(title="Dx 6", help="Diagnosis 6 of the claim.", x12="2300 HI", box="21F", rare=True, owner=PROGRAM)] = None
    dx7: Annotated[Dx | None, Column(title="Dx 7", help="Diagnosis 7 of the claim.", x12="2300 HI", box="21G", rare=True, owner=PROGRAM)] = None
    dx8: Annotated[Dx | None, Column(title="Dx 8", help="Diagnosis 8 of the claim.", x12="2300 HI", box="21H", rare=True, owner=PROGRAM)] = None
    dx9: Annotated[Dx | None, Column(title="Dx 9", help="Diagnosis 9 of the claim.", x12="2300 HI", box="21I", rare=True, owner=PROGRAM)] = None
    dx10: Annotated[Dx | None, Column(title="Dx 10", help="Diagnosis 10 of the claim.", x12="2300 HI", box="21J", rare=True, owner=PROGRAM)] = None
    dx11: Annotated[Dx | None, Column(title="Dx 11", help="Diagnosis 11 of the claim.", x12="2300 HI", box="21K", rare=True, owner=PROGRAM)] = None
    dx12: Annotated[Dx | None, Column(title="Dx 12", help="Diagnosis 12 of the claim.", x12="2300 HI", box="21L", rare=True, owner=PROGRAM)] = None
    accident_type: Annotated[Literal["NONE", "AA", "EM", "OA"] | None, Column(title="Accident", help="AA auto, EM work, OA other.", example="NONE", x12="2300 CLM11-1", box="10a-c", rare=True, owner=PROGRAM)] = None
    accident_date: Annotated[Day | None, Column(title="Accident date", help="The day of the accident.", x12="2300 DTP*439", box="15", rare=True, owner=PROGRAM)] = None
    accident_state: Annotated[State | None, Column(title="Accident state", help="State of the car accident.", example="WA", x12="2300 CLM11-4", box="10b", rare=True, owner=PROGRAM)] = None
    onset_date: Annotated[Day | None, Column(title="Onset", help="First day of the complaint.", example="2026-04-01", x12="2300 DTP*431", box="14", rare=True, owner=PROGRAM)] = None
    note_text: Annotated[Text | None, Column(title="Claim note", help="Short text sent with the claim.", length=80, x12="2300 NTE*ADD", box="19", private=True, rare=True, owner=PROGRAM)] = None
    attachment_type: Annotated[Code | None, Column(title="Attachment", help="What kind of paper goes with it, such as OZ or 09.", example="OZ", length=2, digits=2, x12="2300 PWK01", box="19", rare=True, owner=PROGRAM)] = None
    attachment_how: Annotated[Literal["BM", "FX", "EL", "EM", "FT", "AA"] | None, Column(title="Attachment by", help="BM mail, FX fax, EL electronic, EM email, FT file transfer, AA on request.", example="BM", x12="2300 PWK02", box="19", rare=True, owner=PROGRAM)] = None
    attachment_control_no: Annotated[Id | None, Column(title="Attachment number", help="The number written on the papers.", example="CR26000105", length=50, x12="2300 PWK06", box="19", rare=True, owner=PROGRAM)] = None
    delay_reason: Annotated[Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "15"] | None, Column(title="Delay reason", help="X12 code of the reason for late filing.", example="3", x12="2300 CLM20", rare=True, owner=PROGRAM)] = None
    created_on: Annotated[Day | None, Column(title="Created on", help="The day it was built.", example="2026-05-06", rare=True, owner=PROGRAM)] = None
    created_by: Annotated[Text | None, Column(title="Created by", help="Who had it built.", example="Kim", rare=True, owner=PROGRAM)] = None
    first_rejected_on: Annotated[Day | None, Column(title="First rejected", help="The day of its first rejection; stays for ever.", example="2026-05-07", rare=True, owner=PROGRAM)] = None
    rejections: Annotated[Whole | None, Column(title="Rejections", help="How often it was rejected.", example="0", rare=True, owner=PROGRAM)] = None
    pr_final_on: Annotated[Day | None, Column(title="Patient part final", help="The day the patient's part became final.", example="2026-05-20", rare=True, owner=PROGRAM)] = None
    info_requested_on: Annotated[Day | None, Column(title="Information requested", help="The day the payer asked for records.", example="2026-06-01", rare=True, owner=PROGRAM)] = None
    expected_denial: Annotated[YesNo | None, Column(title="Denial expected", help="Y if it is sent only to get a denial.", example="N", rare=True, owner=PROGRAM)] = None
    deadline_tfl: Annotated[Day | None, Column(title="File by", help="Last day the payer takes the first claim.", example="2026-10-31", rare=True, owner=PROGRAM)] = None
    deadline_secondary: Annotated[Day | None, Column(title="Second payer by", help="Last day for the second payer.", example="2026-11-30", rare=True, owner=PROGRAM)] = None
    deadline_correct: Annotated[Day | None, Column(title="Correct by", help="Last day for a corrected claim.", example="2026-11-16", rare=True, owner=PROGRAM)] = None
    deadline_appeal: Annotated[Day | None, Column(title="Appeal by", help="Last day for an appeal.", example="2026-11-16", rare=True, owner=PROGRAM)] = None
    deadline_reply: Annotated[Day | None, Column(title="Reply by", help="Last day to send what was asked for.", example="2026-07-01", rare=True, owner=PROGRAM)] = None
    locked_hash: Annotated[Text | None, Column(title="Locked hash", help="Fingerprint of what was sent.", length=64, rare=True, width=12, owner=PROGRAM)] = None

"""Visits: one row is one service line of one encounter (handbook §1.11)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import (
    Clock,
    Code,
    Codes,
    Column,
    Day,
    Dx,
    Id,
    Money,
    Need,
    Owner,
    Text,
    Whole,
    Words,
)
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
PROGRAM = Owner.PROGRAM


class Visit(Table):
    """One service line: who was treated, when, with which code, for how many minutes."""

    facts: ClassVar[Facts] = Facts(name="visits", excel="Visits", title="Visits", help="One row for each code of a visit. Lines of the same visit share the visit number.", key=("visit_id", "line_no"), tab=Tab.DAILY)

    visit_id: Annotated[Id, Column(title="Visit", help="The number of the visit; all its lines share it.", example="V0001", need=R)]
    line_no: Annotated[Whole, Column(title="Line", help="1 for the first code of the visit, 2 for the second.", example="1", need=R, x12="2400 LX01", box="24 row")]
    dos: Annotated[Day, Column(title="Date of service", help="The day of the session.", example="2026-05-04", need=R, x12="2400 DTP*472", box="24A", also=("DOS", "service date"))]
    patient_id: Annotated[Id, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", need=R, refers_to="patients.patient_id")]
    therapist_id: Annotated[Id, Column(title="Therapist", help="Who treated.", example="T01", need=R, refers_to="therapists.therapist_id", x12="2310B", box="24J")]
    coverage_id: Annotated[Id | None, Column(title="Coverage", help="Which plan pays; blank only for cash visits.", example="C001", need=C, when="the visit is not cash", refers_to="coverage.coverage_id")] = None
    referral_id: Annotated[Id | None, Column(title="Referral", help="The doctor's order this visit was given under.", example="R001", need=C, when="the payer wants an order", refers_to="referrals.referral_id", x12="2310A", box="17")] = None
    auth_id: Annotated[Id | None, Column(title="Authorisation", help="The payer's approval this visit counts against.", example="A001", need=C, when="the payer wants prior authorisation", refers_to="auths.auth_id", x12="2300 REF*G1", box="23", also=("authorization",))] = None
    code: Annotated[Code, Column(title="Code", help="The procedure code that the therapist chose.", example="97124", need=R, refers_to="codes.code", length=5, x12="2400 SV101-2", box="24D", also=("CPT",))]
    mod1: Annotated[Code | None, Column(title="Mod 1", help="First modifier, such as GP or 59.", example="GP", length=2, digits=2, x12="2400 SV101-3", box="24D", also=("modifier 1",))] = None
    mod2: Annotated[Code | None, Column(title="Mod 2", help="Second modifier.", example="59", length=2, digits=2, x12="2400 SV101-4", box="24D", also=("modifier 2",))] = None
    minutes: Annotated[Whole | None, Column(title="Minutes", help="Direct one-on-one minutes of this code, as in the signed note.", example="60", need=C, when="the code is timed")] = None
    units: Annotated[Whole, Column(title="Units", help="Units billed.", example="4", need=R, x12="2400 SV104", box="24G")]
    unit_charge: Annotated[Money, Column(title="Unit charge", help="The clinic's fee for one unit.", example="45.00", need=R)]
    charge: Annotated[Money, Column(title="Charge", help="Unit charge times units.", example="180.00", need=R, x12="2400 SV102", box="24F")]
    dx1: Annotated[Dx, Column(title="Dx 1", help="Diagnosis from the doctor's order, the main reason for this visit first.", example="M54.2", need=R, x12="2300 HI", box="21A")]
    dx2: Annotated[Dx | None, Column(title="Dx 2", help="Diagnosis 2 from the order.", example="M62.838", x12="2300 HI", box="21B")] = None
    dx3: Annotated[Dx | None, Column(title="Dx 3", help="Diagnosis 3 from the order.", x12="2300 HI", box="21C")] = None
    dx4: Annotated[Dx | None, Column(title="Dx 4", help="Diagnosis 4 from the order.", x12="2300 HI", box="21D")] = None
    ptr1: Annotated[Whole, Column(title="Ptr 1", help="Which diagnosis (1 to 12) this code treats first of all.", example="1", need=R, x12="2400 SV107-1", box="24E")]
    ptr2: Annotated[Whole | None, Column(title="Ptr 2", help="A second diagnosis this code treats.", example="2", x12="2400 SV107-2", box="24E")] = None
    techniques: Annotated[Words, Column(title="Techniques", help="The words of the note for this code, with commas between.", example="effleurage, petrissage", need=R)] = ()
    regions: Annotated[Words, Column(title="Regions", help="Body regions treated, with commas between.", example="NECK, SHOULDER_R", need=R)] = ()
    patient_paid: Annotated[Money | None, Column(title="Patient paid", help="Copay or other money taken at the visit.", example="25.00", x12="2300 AMT*F5", box="29")] = None
    status: Annotated[Literal["SCHEDULED", "DONE", "NO_SHOW", "CANCELLED", "CASH"], Column(title="Status", help="Where the visit stands. Only DONE visits are billed.", example="DONE", need=R, accepts={"READY": "DONE", "BILLED": "DONE", "NO SHOW": "NO_SHOW", "CANCELED": "CANCELLED"})]
    billing_status: Annotated[Text | None, Column(title="Billing", help="Filled by the program: what became of this line. A line of a claim that was voided stays with it.", example="BATCHED", owner=PROGRAM)] = None
    claim_id: Annotated[Id | None, Column(title="Claim", help="Filled by the program: the claim this line went out on.", example="CR26-000101", owner=PROGRAM)] = None
    problems: Problems = None
    pos: Annotated[Code | None, Column(title="Place of service", help="11 for the office. Blank counts as 11.", example="11", digits=2, length=2, refers_to="pos.code", x12="2300 CLM05-1", box="24B", rare=True, also=("POS",))] = None
    mod3: Annotated[Code | None, Column(title="Mod 3", help="Third modifier.", length=2, digits=2, x12="2400 SV101-5", box="24D", rare=True, also=("modifier 3",))] = None
    mod4: Annotated[Code | None, Column(title="Mod 4", help="Fourth modifier.", length=2, digits=2, x12="2400 SV101-6", box="24D", rare=True, also=("modifier 4",))] = None
    code_desc: Annotated[Text | None, Column(title="Code description", help="A short description; only for unlisted codes.", need=C, when="the code is unlisted", length=80, x12="2400 SV101-7", box="24 shaded", rare=True)] = None
    line_start: Annotated[Clock | None, Column(title="Line start", help="Clock time at which this code began.", example="09:00", rare=True)] = None
    line_end: Annotated[Clock | None, Column(title="Line end", help="Clock time at which this code ended.", example="09:20", rare=True)] = None
    dx5: Annotated[Dx | None, Column(title="Dx 5", help="Diagnosis 5 from the order.", x12="2300 HI", box="21E", rare=True)] = None
    dx6: Annotated[Dx | None, Column(title="Dx 6", help="Diagnosis 6 from the order.", x12="2300 HI", box="21F", rare=True)] = None
    dx7: Annotated[Dx | None, Column(title="Dx 7", help="Diagnosis 7 from the order.", x12="2300 HI", box="21G", rare=True)] = None
    dx8: Annotated[Dx | None, Column(title="Dx 8", help="Diagnosis 8 from the order.", x12="2300 HI", box="21H", rare=True)] = None
    dx9: Annotated[Dx | None, Column(title="Dx 9", help="Diagnosis 9 from the order.", x12="2300 HI", box="21I", rare=True)] = None
    dx10: Annotated[Dx | None, Column(title="Dx 10", help="Diagnosis 10 from the order.", x12="2300 HI", box="21J", rare=True)] = None
    dx11: Annotated[Dx | None, Column(title="Dx 11", help="Diagnosis 11 from the order.", x12="2300 HI", box="21K", rare=True)] = None
    dx12: Annotated[Dx | None, Column(title="Dx 12", help="Diagnosis 12 from the order.", x12="2300 HI", box="21L", rare=True)] = None
    ptr3: Annotated[Whole | None, Column(title="Ptr 3", help="A third diagnosis this code treats.", x12="2400 SV107-3", box="24E", rare=True)] = None
    ptr4: Annotated[Whole | None, Column(title="Ptr 4", help="A fourth diagnosis this code treats.", x12="2400 SV107-4", box="24E", rare=True)] = None
    onset_date: Annotated[Day | None, Column(title="Onset", help="First day of this complaint, if it differs from the order's.", x12="2300 DTP*431", box="14", rare=True)] = None
    facility_id: Annotated[Id | None, Column(title="Facility", help="Where the session took place, if not at the clinic's address.", need=C, when="treated elsewhere", refers_to="facilities.facility_id", x12="2310C", box="32", rare=True)] = None
    claim_note: Annotated[Text | None, Column(title="Claim note", help="A short text that goes to the payer with the claim of this visit.", example="Patient moved on 2026-04-30", length=80, x12="2300 NTE*ADD", box="19", rare=True, private=True)] = None
    delay_reason: Annotated[Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "15"] | None, Column(title="Delay reason", help="Why it is late: 1 or 8 eligibility, 2 litigation, 3 or 10 approval, 4 certifying provider, 5 forms, 6 appliance, 7 third party, 9 first claim rejected or denied, 11 other, 15 disaster.", example="7", x12="2300 CLM20", rare=True)] = None
    condition_codes: Annotated[Codes, Column(title="Condition codes", help="Claim codes of box 10d, such as W2 for a duplicate work-injury bill; commas between.", example="W2", x12="2300 HI*BG", box="10d", rare=True)] = ()
    other_provider_same_day: Annotated[Text | None, Column(title="Other provider same day", help="A chiropractor or physical therapist known to have treated on the same day.", example="DC", rare=True, private=True)] = None

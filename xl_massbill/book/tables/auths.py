"""Auths: the payers' prior authorisations (handbook §1.10)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Codes, Column, Day, Dxs, Id, Need, Npi, Owner, Text, Whole
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
PROGRAM = Owner.PROGRAM
APPROVED = "approved"


class Auth(Table):
    """One request for prior authorisation and the payer's decision."""

    facts: ClassVar[Facts] = Facts(name="auths", excel="Auths", title="Authorisations", help="One row for each prior authorisation, from the request to the decision.", key=("auth_id",), tab=Tab.DAILY)

    auth_id: Annotated[Id, Column(title="Authorisation", help="Your own number for this authorisation.", example="A001", need=R)]
    patient_id: Annotated[Id, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", need=R, refers_to="patients.patient_id")]
    coverage_id: Annotated[Id, Column(title="Coverage", help="The plan that decides.", example="C001", need=R, refers_to="coverage.coverage_id")]
    referral_id: Annotated[Id | None, Column(title="Referral", help="The order it was requested for.", example="R001", refers_to="referrals.referral_id")] = None
    auth_no: Annotated[Id | None, Column(title="Authorisation number", help="The number in the approval letter.", example="AUTH55120", need=C, when=APPROVED, length=50, x12="2300 REF*G1", box="23", also=("PA number",))] = None
    requested_on: Annotated[Day | None, Column(title="Requested on", help="The day it was requested.", example="2026-04-15")] = None
    decided_on: Annotated[Day | None, Column(title="Decided on", help="The day the payer decided.", example="2026-04-18", need=C, when="decided")] = None
    decision: Annotated[Literal["APPROVED", "PARTIAL", "DENIED", "PENDING", "NOT_NEEDED"], Column(title="Decision", help="What the payer decided.", example="APPROVED", need=R)]
    visits_authorised: Annotated[Whole | None, Column(title="Visits authorised", help="How many visits were approved.", example="6", need=C, when=APPROVED, also=("visits authorized", "visits_authorized"))] = None
    units_authorised: Annotated[Whole | None, Column(title="Units authorised", help="How many units were approved, if the letter counts units.", example="24", also=("units authorized", "units_authorized"))] = None
    valid_from: Annotated[Day | None, Column(title="Valid from", help="First day it covers.", example="2026-04-20", need=C, when=APPROVED)] = None
    valid_to: Annotated[Day | None, Column(title="Valid to", help="Last day it covers.", example="2026-06-10", need=C, when=APPROVED)] = None
    visits_used: Annotated[Whole | None, Column(title="Visits used", help="Filled by the program: visits counted against this authorisation.", example="2", owner=PROGRAM)] = None
    visits_left: Annotated[Whole | None, Column(title="Visits left", help="Filled by the program: visits still to be had.", example="4", owner=PROGRAM)] = None
    units_used: Annotated[Whole | None, Column(title="Units used", help="Filled by the program: units counted against this authorisation.", example="8", owner=PROGRAM)] = None
    units_left: Annotated[Whole | None, Column(title="Units left", help="Filled by the program: units still to be had.", example="16", owner=PROGRAM)] = None
    problems: Problems = None
    codes_authorised: Annotated[Codes, Column(title="Codes authorised", help="Codes named in the approval; blank = any.", example="97124, 97140", rare=True, also=("codes authorized", "codes_authorized"))] = ()
    dx_authorised: Annotated[Dxs, Column(title="Diagnoses authorised", help="Diagnoses named in the approval; blank = any.", example="M54.2", rare=True, also=("diagnoses authorized", "dx_authorized"))] = ()
    provider_npi_authorised: Annotated[Npi | None, Column(title="Provider authorised", help="NPI named in the approval; blank = any of the clinic.", example="1999999224", length=10, rare=True, also=("provider authorized", "provider_npi_authorized"))] = None
    request_ref: Annotated[Id | None, Column(title="Request reference", help="Reference number of the request.", example="REQ7781", rare=True)] = None
    note: Annotated[Text | None, Column(title="Note", help="Anything else about this authorisation.", rare=True, private=True, width=40)] = None

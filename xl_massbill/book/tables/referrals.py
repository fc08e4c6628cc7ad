"""Referrals: doctors' orders, prescriptions and payer referrals (handbook §1.10)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import (
    Codes,
    Column,
    Day,
    Dxs,
    Id,
    Need,
    Npi,
    Owner,
    Phone,
    State,
    Text,
    Whole,
    Words,
    Zip,
)
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
PROGRAM = Owner.PROGRAM
# What an order must contain is rule REF-002's to say, which knows whether the payer wants an order at all.
ORDER = "the payer wants an order"


class Referral(Table):
    """One order: who ordered what, for which diagnosis, how often, from when to when."""

    facts: ClassVar[Facts] = Facts(name="referrals", excel="Referrals", title="Referrals", help="One row for each doctor's order, copied exactly from the paper.", key=("referral_id",), tab=Tab.DAILY)

    referral_id: Annotated[Id, Column(title="Referral", help="Your own number for this order.", example="R001", need=R)]
    patient_id: Annotated[Id, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", need=R, refers_to="patients.patient_id")]
    coverage_id: Annotated[Id, Column(title="Coverage", help="The plan this order is for.", example="C001", need=R, refers_to="coverage.coverage_id")]
    doc_type: Annotated[Literal["RX", "REFERRAL", "ORDER", "VA_REFERRAL", "LMN", "PLAN_OF_CARE"], Column(title="Kind of paper", help="Prescription, referral, order, VA referral, letter of medical necessity or plan of care.", example="RX", need=R, accepts={"PRESCRIPTION": "RX", "VA": "VA_REFERRAL"})]
    prov_last: Annotated[Text | None, Column(title="Prescriber last name", help="As in the NPI registry, without Dr or MD.", example="Nguyen", need=C, when=ORDER, length=60, x12="2310A NM103", box="17", private=True)] = None
    prov_first: Annotated[Text | None, Column(title="Prescriber first name", help="As in the NPI registry.", example="Alice", need=C, when=ORDER, length=35, x12="2310A NM104", box="17", private=True)] = None
    prov_credential: Annotated[Text | None, Column(title="Credential", help="MD, DO, DC, ND, ARNP, PA, DPM, DDS ...", example="MD", need=C, when=ORDER)] = None
    prov_npi: Annotated[Npi | None, Column(title="Prescriber NPI", help="The doctor's own NPI (individual, not the group), 10 digits.", example="1555555014", need=C, when=ORDER, length=10, x12="2310A NM109", box="17b")] = None
    prov_role: Annotated[Literal["DN", "DK", "DQ"], Column(title="Role", help="DN referring, DK ordering, DQ supervising.", example="DN", need=R, accepts={"REFERRING": "DN", "ORDERING": "DK", "SUPERVISING": "DQ"}, x12="2310A NM101", box="17 qualifier")]
    signed_on: Annotated[Day | None, Column(title="Signed on", help="The day the doctor signed.", example="2026-03-30", need=C, when=ORDER, x12="2400 DTP*471", box="15")] = None
    dx_list: Annotated[Dxs, Column(title="Diagnoses", help="ICD-10 codes as the doctor wrote them, with commas between.", example="M54.2, M62.838", need=C, when=ORDER)] = ()
    dx_text: Annotated[Text | None, Column(title="Diagnosis in words", help="Words of the doctor if there is no code. Ask the doctor for the code; never choose one.", need=C, when="no code was written", private=True, width=24)] = None
    treat_text: Annotated[Text | None, Column(title="Treatment ordered", help="The words of the order.", example="massage therapy", need=C, when=ORDER, private=True, width=24)] = None
    visits_ordered: Annotated[Whole | None, Column(title="Visits ordered", help="How many visits the order allows.", example="12", need=C, when="the payer limits visits")] = None
    frequency_per_week: Annotated[Whole | None, Column(title="Per week", help="Visits per week that were ordered.", example="2")] = None
    duration_weeks: Annotated[Whole | None, Column(title="Weeks", help="For how many weeks.", example="6")] = None
    minutes_per_visit: Annotated[Whole | None, Column(title="Minutes per visit", help="Minutes per visit that were ordered.", example="60")] = None
    valid_from: Annotated[Day | None, Column(title="Valid from", help="First day on which the order counts; blank = the day it was signed.", example="2026-03-30")] = None
    valid_to: Annotated[Day | None, Column(title="Valid to", help="Last day; blank = reckoned from weeks or the payer's rule.", example="2026-06-30")] = None
    received_on: Annotated[Day | None, Column(title="Received on", help="The day the paper came in.", example="2026-03-31", need=C, when=ORDER)] = None
    file_link: Annotated[Text | None, Column(title="File", help="Where the scan of the order lies.", example="orders\\R001.pdf", need=C, when=ORDER, private=True)] = None
    paper_checked_on: Annotated[Day | None, Column(title="Paper checked on", help="The day somebody compared name and birth date on the paper.", example="2026-03-31", need=C, when=ORDER)] = None
    first_visit_on: Annotated[Day | None, Column(title="First visit", help="Filled by the program: the first visit under this order.", example="2026-04-02", owner=PROGRAM)] = None
    status: Annotated[Literal["ACTIVE", "EXPIRED", "USED_UP", "SUPERSEDED", "INCOMPLETE"] | None, Column(title="Status", help="Filled by the program: whether the order still counts.", example="ACTIVE", owner=PROGRAM)] = None
    problems: Problems = None
    payer_referral_no: Annotated[Id | None, Column(title="Referral number", help="Number of the referral issued by the payer or the VA.", example="VA0012345678", need=C, when="the payer issues a number", length=50, x12="2300 REF*9F", box="23", rare=True)] = None
    last_seen_on: Annotated[Day | None, Column(title="Last seen by doctor", help="The day the doctor last saw the patient, only if the payer wants it on claims.", example="2026-03-30", x12="2300 DTP*304", box="15", rare=True)] = None
    onset_date: Annotated[Day | None, Column(title="Onset", help="First day of the complaint, if the doctor or patient named it.", example="2026-04-01", x12="2300 DTP*431", box="14", rare=True)] = None
    codes_ordered: Annotated[Codes, Column(title="Codes ordered", help="Codes named in the order; blank = any massage code.", example="97124, 97140", rare=True)] = ()
    body_regions: Annotated[Words, Column(title="Body regions", help="Regions named in the order, with commas between.", example="NECK, UPPER_BACK", rare=True)] = ()
    goals: Annotated[Text | None, Column(title="Goals", help="Goals named in the order.", rare=True, private=True, width=30)] = None
    prov_phone: Annotated[Phone | None, Column(title="Prescriber phone", help="10 digits.", example="2065550166", rare=True, private=True)] = None
    prov_fax: Annotated[Phone | None, Column(title="Prescriber fax", help="10 digits.", rare=True, private=True)] = None
    prov_addr1: Annotated[Text | None, Column(title="Prescriber address", help="Street; sent only for ordering providers.", length=55, x12="2420E N301", rare=True, private=True)] = None
    prov_addr2: Annotated[Text | None, Column(title="Prescriber address 2", help="Suite or building.", length=55, x12="2420E N302", rare=True, private=True)] = None
    prov_city: Annotated[Text | None, Column(title="Prescriber city", help="City of the prescriber.", length=30, x12="2420E N401", rare=True, private=True)] = None
    prov_state: Annotated[State | None, Column(title="Prescriber state", help="Two-letter state code.", example="WA", length=2, x12="2420E N402", rare=True)] = None
    prov_zip: Annotated[Zip | None, Column(title="Prescriber ZIP", help="5 or 9 digits.", example="98101", x12="2420E N403", rare=True, private=True)] = None

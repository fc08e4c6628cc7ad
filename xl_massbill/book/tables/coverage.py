"""Coverage: one row is one plan of one patient for one period, and what the payer said about it (handbook §1.9)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import (
    Codes,
    Column,
    Day,
    Id,
    Money,
    Need,
    Percent,
    Phone,
    State,
    Text,
    Whole,
    YesNo,
    Zip,
)
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
INJURY = "auto or work injury, or liability"
OTHER_INSURED = "the patient is not the insured"
LIMITS = "the plan has limits"


class Coverage(Table):
    """A plan of a patient: the card, the accident, and the answers of the benefit check."""

    facts: ClassVar[Facts] = Facts(name="coverage", excel="Coverage", title="Coverage", help="One row for each plan of a patient and each period, with what the payer answered when you checked benefits.", key=("coverage_id",), tab=Tab.DAILY)

    coverage_id: Annotated[Id, Column(title="Coverage", help="Your own number for this plan of this patient.", example="C001", need=R)]
    patient_id: Annotated[Id, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", need=R, refers_to="patients.patient_id")]
    payer_id: Annotated[Id, Column(title="Payer", help="The payer of sheet Payers.", example="EHP01", need=R, refers_to="payers.payer_id")]
    priority: Annotated[Literal["P", "S", "T"], Column(title="Priority", help="P pays first, S second, T third.", example="P", need=R, accepts={"PRIMARY": "P", "SECONDARY": "S", "TERTIARY": "T", "1": "P", "2": "S", "3": "T"}, x12="2000B SBR01")]
    effective_from: Annotated[Day, Column(title="From", help="First day of this coverage.", example="2026-01-01", need=R)]
    effective_to: Annotated[Day | None, Column(title="To", help="Last day of this coverage; blank while it goes on.", example="2026-12-31")] = None
    member_id: Annotated[Text, Column(title="Member ID", help="As on the card, letters included, no blanks.", example="EHP445566701", need=R, length=80, x12="2010BA NM109", box="1a", private=True)]
    group_no: Annotated[Id | None, Column(title="Group no.", help="Group or policy number on the card.", example="GRP7001", length=50, x12="2000B SBR03", box="11")] = None
    relation_to_insured: Annotated[Literal["18", "01", "19", "20", "21", "39", "40", "53", "G8"], Column(title="Relation", help="18 self, 01 spouse, 19 child, 20 employee, 53 life partner, 39 organ donor, 40 cadaver donor, G8 other, 21 unknown.", example="18", need=R, digits=2, accepts={"SELF": "18", "SPOUSE": "01", "CHILD": "19", "EMPLOYEE": "20", "UNKNOWN": "21", "LIFE PARTNER": "53", "OTHER": "G8"}, x12="2000B SBR02", box="6")]
    pay_type: Annotated[Literal["INSURANCE", "CASH", "SUPERBILL", "LIEN"], Column(title="Pay type", help="Who pays: the plan, the patient (with or without a superbill), or a settlement.", example="INSURANCE", need=R)]
    verified_on: Annotated[Day, Column(title="Verified on", help="The day benefits were checked.", example="2026-04-20", need=R)]
    verified_by: Annotated[Text, Column(title="Verified by", help="Who in the office checked.", example="Kim", need=R)]
    method: Annotated[Literal["PHONE", "PORTAL", "271", "CARD"], Column(title="Method", help="How benefits were checked: phone, portal, 271 file, or card only.", example="PHONE", need=R)]
    reference_no: Annotated[Id | None, Column(title="Call reference", help="Reference number of the call.", example="REF88123", need=C, when="checked by phone")] = None
    rep_name: Annotated[Text | None, Column(title="Spoke with", help="Name of the person at the payer.", need=C, when="checked by phone", private=True)] = None
    active_on_dos: Annotated[YesNo, Column(title="Active", help="Y if the payer said the plan is active.", example="Y", need=R)]
    massage_covered: Annotated[Literal["Y", "N", "WITH_CONDITIONS", "UNKNOWN"], Column(title="Massage covered", help="Does the plan pay massage therapy?", example="Y", need=R, accepts={"YES": "Y", "NO": "N", "ASK": "UNKNOWN"})]
    covered_codes: Annotated[Codes, Column(title="Covered codes", help="The codes that the payer confirmed, with commas between.", example="97124, 97140", need=R)] = ()
    provider_type_ok: Annotated[YesNo, Column(title="LMT accepted", help="Y if the plan pays a licensed massage therapist.", example="Y", need=R)]
    network_status: Annotated[Literal["IN", "OUT", "NA"], Column(title="Network", help="Is the clinic in the plan's network?", example="IN", need=R, accepts={"IN_NETWORK": "IN", "OUT_OF_NETWORK": "OUT", "N/A": "NA", "NONE": "NA"})]
    rx_required: Annotated[Literal["Y", "N", "AFTER_N"] | None, Column(title="Order required", help="Does the plan want a doctor's order? A blank leaves it to sheet PayerRules.", example="Y", need=C, when="PayerRules does not say", accepts={"YES": "Y", "NO": "N", "AFTER_N_VISITS": "AFTER_N"})] = None
    pa_required: Annotated[Literal["Y", "N", "AFTER_N"] | None, Column(title="PA required", help="Does the plan want prior authorisation? A blank leaves it to sheet PayerRules.", example="AFTER_N", need=C, when="PayerRules does not say", accepts={"YES": "Y", "NO": "N", "ALWAYS": "Y", "NEVER": "N", "AFTER_N_VISITS": "AFTER_N"})] = None
    visits_allowed: Annotated[Whole | None, Column(title="Visits allowed", help="How many visits the plan pays in the period.", example="20", need=C, when=LIMITS)] = None
    visits_used_elsewhere: Annotated[Whole | None, Column(title="Used elsewhere", help="Visits already used at other places in the period.", example="0", need=C, when=LIMITS)] = None
    visit_period: Annotated[Literal["CALENDAR", "PLAN_YEAR", "PER_CONDITION", "LIFETIME"] | None, Column(title="Visit period", help="The period in which visits are counted.", example="CALENDAR", need=C, when=LIMITS, accepts={"CALENDAR_YEAR": "CALENDAR"})] = None
    deductible_total: Annotated[Money, Column(title="Deductible", help="Deductible of the plan; 0 if there is none.", example="500.00", need=R)]
    deductible_met: Annotated[Money, Column(title="Deductible met", help="How much of it is already met.", example="120.00", need=R)]
    copay: Annotated[Money, Column(title="Copay", help="Fixed amount per visit; 0 if there is none.", example="25.00", need=R)]
    coinsurance_pct: Annotated[Percent, Column(title="Coinsurance", help="The patient's share in percent; 0 if there is none.", example="20%", need=R)]
    oop_max: Annotated[Money, Column(title="Out-of-pocket max", help="Most the patient pays in a year; 0 if not told.", example="4000.00", need=R)]
    oop_met: Annotated[Money, Column(title="Out-of-pocket met", help="How much of it is already met.", example="300.00", need=R)]
    accident_type: Annotated[Literal["NONE", "AA", "EM", "OA"], Column(title="Accident", help="NONE, AA auto accident, EM work injury, OA other accident.", example="NONE", need=R, accepts={"AUTO": "AA", "WORK": "EM", "EMPLOYMENT": "EM", "OTHER": "OA", "NO": "NONE", "N": "NONE"}, x12="2300 CLM11-1", box="10a-c")]
    problems: Problems = None
    accident_date: Annotated[Day | None, Column(title="Accident date", help="The day of the accident or injury.", example="2026-03-02", need=C, when="there was an accident", x12="2300 DTP*439", box="15", rare=True)] = None
    accident_state: Annotated[State | None, Column(title="Accident state", help="State in which the car accident happened.", example="WA", need=C, when="auto accident", length=2, x12="2300 CLM11-4", box="10b", rare=True)] = None
    claim_number: Annotated[Id | None, Column(title="Insurer's claim number", help="The claim number of the auto or work-injury insurer.", example="CLM-2026-44871", need=C, when=INJURY, length=50, x12="2010BA REF*Y4", box="11b", rare=True, private=True)] = None
    adjuster_name: Annotated[Text | None, Column(title="Adjuster", help="Name of the adjuster.", need=C, when=INJURY, rare=True, private=True)] = None
    adjuster_phone: Annotated[Phone | None, Column(title="Adjuster phone", help="Phone of the adjuster, 10 digits.", example="2065550177", need=C, when=INJURY, rare=True, private=True)] = None
    adjuster_fax: Annotated[Phone | None, Column(title="Adjuster fax", help="Fax of the adjuster, 10 digits.", need=C, when=INJURY, rare=True, private=True)] = None
    adjuster_email: Annotated[Text | None, Column(title="Adjuster email", help="Email of the adjuster.", need=C, when=INJURY, rare=True, private=True)] = None
    initial_treatment_on: Annotated[Day | None, Column(title="First treatment", help="The first day anybody treated this condition, if the payer wants it.", example="2026-03-05", x12="2300 DTP*454", box="15", rare=True)] = None
    acute_manifestation_on: Annotated[Day | None, Column(title="Acute again", help="The day a chronic condition became acute, if the payer wants it.", example="2026-03-20", x12="2300 DTP*453", box="15", rare=True)] = None
    first_contact_on: Annotated[Day | None, Column(title="First contact", help="The day the patient first came about the injury, where the state wants it.", example="2026-03-04", x12="2300 DTP*444", box="15", rare=True)] = None
    disabled_from: Annotated[Day | None, Column(title="Unable to work from", help="First day the patient could not work.", example="2026-03-02", x12="2300 DTP*314/360", box="16", rare=True)] = None
    disabled_to: Annotated[Day | None, Column(title="Unable to work to", help="Last day the patient could not work; blank while it goes on.", example="2026-03-16", x12="2300 DTP*314/361", box="16", rare=True)] = None
    last_worked_on: Annotated[Day | None, Column(title="Last worked", help="The last day the patient worked.", example="2026-03-01", x12="2300 DTP*297", rare=True)] = None
    return_to_work_on: Annotated[Day | None, Column(title="Back to work", help="The day the patient may work again.", example="2026-03-17", x12="2300 DTP*296", rare=True)] = None
    hospital_from: Annotated[Day | None, Column(title="In hospital from", help="First day of a hospital stay that belongs to these services.", example="2026-03-02", x12="2300 DTP*435", box="18", rare=True)] = None
    hospital_to: Annotated[Day | None, Column(title="In hospital to", help="Last day of that hospital stay.", example="2026-03-04", x12="2300 DTP*096", box="18", rare=True)] = None
    care_assumed_on: Annotated[Day | None, Column(title="Care taken over", help="The day you took over the patient's care from another provider, if the payer wants it.", example="2026-03-10", x12="2300 DTP*090", box="15", rare=True)] = None
    care_relinquished_on: Annotated[Day | None, Column(title="Care handed on", help="The day you handed the patient's care to another provider, if the payer wants it.", example="2026-05-10", x12="2300 DTP*091", box="15", rare=True)] = None
    state_text: Annotated[Text | None, Column(title="State text", help="What the state of a work injury wants told in fixed form (K3), as its guide spells it.", example="LU WA", length=80, x12="2300 K3", rare=True)] = None
    policy_limit: Annotated[Money | None, Column(title="Policy limit", help="Medical limit of the auto policy (PIP or MedPay).", example="10000.00", need=C, when="auto accident", rare=True)] = None
    amount_used: Annotated[Money | None, Column(title="Amount used", help="How much of the limit all providers have used, as the adjuster says.", example="9870.00", need=C, when="auto accident", rare=True)] = None
    attorney_name: Annotated[Text | None, Column(title="Attorney", help="The patient's attorney, if there is one.", rare=True, private=True)] = None
    attorney_contact: Annotated[Text | None, Column(title="Attorney contact", help="Phone, fax or email of the attorney.", rare=True, private=True)] = None
    lien_signed_on: Annotated[Day | None, Column(title="Lien signed on", help="The day the lien or letter of protection was signed.", example="2026-03-20", rare=True)] = None
    insured_last: Annotated[Text | None, Column(title="Insured last name", help="Last name of the policy holder, or the name of the employer.", need=C, when=OTHER_INSURED, length=60, x12="2010BA NM103", box="4", rare=True, private=True)] = None
    insured_first: Annotated[Text | None, Column(title="Insured first name", help="First name of the policy holder; blank for an employer.", need=C, when=OTHER_INSURED, length=35, x12="2010BA NM104", box="4", rare=True, private=True)] = None
    insured_dob: Annotated[Day | None, Column(title="Insured date of birth", help="Date of birth of the policy holder.", example="1980-05-01", need=C, when=OTHER_INSURED, box="11a", rare=True, private=True)] = None
    insured_sex: Annotated[Literal["F", "M", "U"] | None, Column(title="Insured sex", help="F, M or U.", example="M", need=C, when=OTHER_INSURED, accepts={"FEMALE": "F", "MALE": "M", "UNKNOWN": "U"}, box="11a", rare=True)] = None
    insured_addr1: Annotated[Text | None, Column(title="Insured address", help="Street of the policy holder; printed on paper claims only.", need=C, when=OTHER_INSURED, length=55, box="7", rare=True, private=True)] = None
    insured_addr2: Annotated[Text | None, Column(title="Insured address 2", help="Flat, suite or building of the policy holder.", length=55, box="7", rare=True, private=True)] = None
    insured_city: Annotated[Text | None, Column(title="Insured city", help="City of the policy holder.", need=C, when=OTHER_INSURED, length=30, box="7", rare=True, private=True)] = None
    insured_state: Annotated[State | None, Column(title="Insured state", help="State of the policy holder.", example="WA", need=C, when=OTHER_INSURED, length=2, box="7", rare=True)] = None
    insured_zip: Annotated[Zip | None, Column(title="Insured ZIP", help="ZIP of the policy holder, 5 or 9 digits.", example="98108", need=C, when=OTHER_INSURED, box="7", rare=True, private=True)] = None
    group_name: Annotated[Text | None, Column(title="Group name", help="Name of the group or plan on the card.", length=60, x12="2000B SBR04", box="11c", rare=True, private=True)] = None
    ma_vs_original: Annotated[Literal["O", "MA"] | None, Column(title="Medicare kind", help="O Original Medicare, MA Medicare Advantage.", example="MA", need=C, when="Medicare", accepts={"ORIGINAL": "O", "ADVANTAGE": "MA"}, rare=True)] = None
    msp_type: Annotated[Literal["12", "13", "14", "15", "16", "41", "42", "43", "47"] | None, Column(title="Medicare secondary type", help="Why Medicare pays second: 12 working aged, 13 kidney, 14 auto, 15 work injury, 41 black lung, 42 veteran, 43 disabled, 47 liability, 16 public health.", example="12", need=C, when="Medicare pays second", digits=2, x12="2000B SBR05", rare=True)] = None
    plan_year_starts: Annotated[Text | None, Column(title="Plan year starts", help="Month and day (MM-DD) on which the plan year starts.", example="07-01", need=C, when="visits are counted per plan year", length=5, rare=True)] = None
    shared_with: Annotated[Text | None, Column(title="Visits shared with", help="Other services that use up the same visits, such as PT or chiropractic.", example="PT, chiropractic", rare=True)] = None
    max_benefit_amount: Annotated[Money | None, Column(title="Max benefit", help="Most the plan pays for massage in the period.", example="1000.00", rare=True)] = None
    daily_max: Annotated[Money | None, Column(title="Daily max", help="Most the plan pays for one day.", example="112.09", rare=True)] = None
    cob_confirmed_on: Annotated[Day | None, Column(title="Order of plans confirmed", help="The day the patient and the plans confirmed which plan pays first.", example="2026-01-10", need=C, when="two plans", rare=True)] = None
    hsa_fsa: Annotated[Literal["NONE", "HSA", "FSA", "HRA"] | None, Column(title="HSA or FSA", help="Health account of the patient, if any.", example="NONE", rare=True)] = None
    lmn_on: Annotated[Day | None, Column(title="Letter of necessity", help="The day of the letter of medical necessity on file.", example="2026-02-01", rare=True)] = None
    waiver_signed_on: Annotated[Day | None, Column(title="Waiver signed on", help="The day the patient signed the notice that a service is not covered.", example="2026-04-01", need=C, when="a service is not covered", rare=True)] = None
    waiver_covers: Annotated[Text | None, Column(title="Waiver covers", help="Which services and dates the signed notice names.", need=C, when="a service is not covered", rare=True)] = None
    abn_signed_on: Annotated[Day | None, Column(title="ABN signed on", help="The day the Medicare notice (ABN) was signed.", need=C, when="Medicare, service not covered", rare=True)] = None
    plan_notes: Annotated[Text | None, Column(title="Plan notes", help="Anything else the payer said.", rare=True, private=True, width=40)] = None

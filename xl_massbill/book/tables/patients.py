"""Patients: who is treated, as on the insurance card (handbook §1.8)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Need, Phone, State, Text, YesNo, Zip
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL


class Patient(Table):
    """One person, with the dates on which forms were signed."""

    facts: ClassVar[Facts] = Facts(name="patients", excel="Patients", title="Patients", help="One row for each patient, written exactly as on the insurance card.", key=("patient_id",), tab=Tab.DAILY)

    patient_id: Annotated[Id, Column(title="Patient", help="Your own number for the patient. No name and no social security number inside.", example="P001", need=R)]
    last_name: Annotated[Text, Column(title="Last name", help="As on the insurance card, without titles.", example="Harper", need=R, length=60, x12="2010BA NM103", box="2", private=True)]
    first_name: Annotated[Text, Column(title="First name", help="As on the insurance card; no nicknames.", example="June", need=R, length=35, x12="2010BA NM104", box="2", private=True)]
    middle: Annotated[Text | None, Column(title="Middle", help="Middle name or initial, if the card shows it.", example="A", length=25, x12="2010BA NM105", box="2", private=True)] = None
    dob: Annotated[Day, Column(title="Date of birth", help="Check it against the patient's ID.", example="1984-02-17", need=R, x12="2010BA DMG02", box="3", private=True, also=("DOB", "birth date"))]
    sex: Annotated[Literal["F", "M", "U"], Column(title="Sex", help="F, M or U; the claim format has no other value.", example="F", need=R, accepts={"FEMALE": "F", "MALE": "M", "UNKNOWN": "U"}, x12="2010BA DMG03", box="3")]
    addr1: Annotated[Text, Column(title="Address", help="Street and house number.", example="812 S Myrtle St", need=R, length=55, x12="2010BA N301", box="5", private=True, width=26)]
    addr2: Annotated[Text | None, Column(title="Address 2", help="Flat, suite or building.", example="Apt 4", length=55, x12="2010BA N302", box="5", private=True)] = None
    city: Annotated[Text, Column(title="City", help="City of the home address.", example="Seattle", need=R, length=30, x12="2010BA N401", box="5", private=True)]
    state: Annotated[State, Column(title="State", help="Two-letter state code.", example="WA", need=R, length=2, x12="2010BA N402", box="5")]
    zip: Annotated[Zip, Column(title="ZIP", help="5 or 9 digits.", example="98108", need=R, x12="2010BA N403", box="5", private=True)]
    phone: Annotated[Phone | None, Column(title="Phone", help="10 digits.", example="2065550123", x12="2010BA PER04", box="5", private=True)] = None
    email: Annotated[Text | None, Column(title="Email", help="For statements and appointments; never for claims.", example="name@example.com", private=True)] = None
    consent_treatment_on: Annotated[Day | None, Column(title="Consent to treatment", help="The day the patient signed the consent to treatment.", example="2026-01-05", need=C, when="an insurer is billed")] = None
    hipaa_notice_on: Annotated[Day | None, Column(title="Privacy notice", help="The day the patient signed for the privacy notice.", example="2026-01-05", need=C, when="an insurer is billed")] = None
    assignment_of_benefits_on: Annotated[Day | None, Column(title="Assignment of benefits", help="The day the patient signed that the plan may pay the clinic.", example="2026-01-05", need=C, when="an insurer is billed", x12="2300 CLM08", box="13")] = None
    release_of_info_on: Annotated[Day | None, Column(title="Release of information", help="The day the patient allowed health data to go to the plan.", example="2026-01-05", need=C, when="an insurer is billed", x12="2300 CLM09", box="12")] = None
    financial_policy_on: Annotated[Day | None, Column(title="Financial policy", help="The day the patient signed the clinic's financial policy.", example="2026-01-05", need=C, when="an insurer is billed")] = None
    problems: Problems = None
    suffix: Annotated[Text | None, Column(title="Suffix", help="Jr, Sr, II ... as on the card.", example="Jr", length=10, x12="2010BA NM107", box="2", rare=True, private=True)] = None
    employer_name: Annotated[Text | None, Column(title="Employer", help="The employer, for work injuries: it is the insured.", example="Cedar Mills Inc", need=C, when="workers' compensation", length=60, x12="2010BA NM103", box="4", rare=True, private=True)] = None
    responsible_party: Annotated[Text | None, Column(title="Responsible party", help="The adult who answers for a patient under 18.", need=C, when="the patient is under 18", rare=True, private=True)] = None
    sms_ok: Annotated[YesNo | None, Column(title="Text messages", help="Y if the patient agreed to text messages.", example="Y", rare=True)] = None
    statement_hold: Annotated[YesNo | None, Column(title="Hold statements", help="Y while no statement may be sent.", example="N", rare=True)] = None
    deceased_on: Annotated[Day | None, Column(title="Deceased on", help="Date of death, if recorded.", x12="2000B PAT06", rare=True, private=True)] = None
    medical_record_no: Annotated[Id | None, Column(title="Medical record no.", help="Your record number, only if payers shall see it on claims.", example="MR20417", length=50, x12="2300 REF*EA", rare=True)] = None
    merged_into: Annotated[Id | None, Column(title="Merged into", help="If this row is a double: the patient number that counts.", refers_to="patients.patient_id", rare=True)] = None

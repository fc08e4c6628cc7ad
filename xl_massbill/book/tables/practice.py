"""Practice: the clinic that bills, one row (handbook §1.3)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Id, Need, Npi, Phone, State, Taxonomy, Text, Tin, YesNo, Zip
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
EDI = "claims go out as 837P"


class Practice(Table):
    """The billing provider: who is paid, where it sits, and who passes its files on."""

    facts: ClassVar[Facts] = Facts(name="practice", excel="Practice", title="Practice", help="Your clinic as the tax office and the NPI registry know it; one row.", key=("practice_id",), tab=Tab.MASTER)

    practice_id: Annotated[Id, Column(title="Practice", help="A short name for the clinic, used in file names.", example="CEDAR", need=R)]
    legal_name: Annotated[Text, Column(title="Legal name", help="As registered with the IRS and the NPI registry; a person as Last, First (without a comma the last word is the surname).", example="Cedar River Massage Therapy PLLC", need=R, length=60, x12="2010AA NM103", box="33", width=34)]
    entity_type: Annotated[Literal["ORG", "PERSON"], Column(title="Entity", help="ORG for a company, PERSON for an owner who bills under the own name.", example="ORG", need=R, accepts={"ORGANIZATION": "ORG", "ORGANISATION": "ORG", "2": "ORG", "1": "PERSON"}, x12="2010AA NM102")]
    npi: Annotated[Npi, Column(title="NPI", help="The clinic's NPI, 10 digits.", example="1999999117", need=R, length=10, x12="2010AA NM109", box="33a")]
    tin: Annotated[Tin, Column(title="Tax number", help="EIN or SSN, 9 digits without dashes.", example="912345678", need=R, length=9, digits=9, x12="2010AA REF02", box="25", private=True, also=("TIN", "EIN"))]
    tin_type: Annotated[Literal["EI", "SY"], Column(title="Tax number type", help="EI for an EIN, SY for a social security number.", example="EI", need=R, accepts={"EIN": "EI", "SSN": "SY"}, x12="2010AA REF01", box="25")]
    taxonomy: Annotated[Taxonomy, Column(title="Taxonomy", help="10 characters ending in X, as in the NPI registry.", example="225700000X", need=R, length=10, x12="2000A PRV03", box="33b")]
    addr1: Annotated[Text, Column(title="Street", help="Street address of the clinic; no PO box here.", example="1450 Rainier Ave S", need=R, length=55, x12="2010AA N301", box="33", width=26)]
    addr2: Annotated[Text | None, Column(title="Street 2", help="Suite or building.", example="Ste 200", length=55, x12="2010AA N302", box="33")] = None
    city: Annotated[Text, Column(title="City", help="City of the clinic.", example="Seattle", need=R, length=30, x12="2010AA N401", box="33")]
    state: Annotated[State, Column(title="State", help="Two-letter state code.", example="WA", need=R, length=2, x12="2010AA N402", box="33")]
    zip: Annotated[Zip, Column(title="ZIP", help="All 9 digits; payers reject 5 here.", example="981441234", need=R, x12="2010AA N403", box="33")]
    phone: Annotated[Phone, Column(title="Phone", help="10 digits.", example="2065550100", need=R, x12="1000A PER04", box="33")]
    contact_name: Annotated[Text, Column(title="Contact", help="Whom payers may ask about a claim.", example="Billing Office", need=R, length=60, x12="1000A PER02", private=True)]
    submitter_id: Annotated[Id | None, Column(title="Submitter ID", help="Your ID at the clearinghouse.", example="CEDARRIVER", need=C, when=EDI, length=15, x12="ISA06")] = None
    submitter_qual: Annotated[Code | None, Column(title="Submitter qualifier", help="Usually ZZ; 30 if your ID is the tax number.", example="ZZ", need=C, when=EDI, length=2, digits=2, x12="ISA05")] = None
    receiver_id: Annotated[Id | None, Column(title="Receiver ID", help="The clearinghouse's own ID.", example="CLEARHOUSE", need=C, when=EDI, length=15, x12="ISA08")] = None
    receiver_qual: Annotated[Code | None, Column(title="Receiver qualifier", help="Usually ZZ; the clearinghouse says.", example="ZZ", need=C, when=EDI, length=2, digits=2, x12="ISA07")] = None
    receiver_name: Annotated[Text | None, Column(title="Receiver name", help="Name of the clearinghouse.", example="Example Clearinghouse", need=C, when=EDI, length=60, x12="1000B NM103")] = None
    usage: Annotated[Literal["T", "P"], Column(title="Test or production", help="T while testing with the clearinghouse, P for real claims.", example="P", need=R, accepts={"TEST": "T", "PRODUCTION": "P"}, x12="ISA15")]
    billing_model: Annotated[Literal["OWN", "THROUGH_CLINIC", "REFERRAL_PARTNERS", "MIXED"], Column(title="Billing model", help="OWN: you bill for yourself. THROUGH_CLINIC: another clinic bills and stands in this row.", example="OWN", need=R)]
    accept_assignment_default: Annotated[YesNo, Column(title="Accept assignment", help="Y if the plan shall pay the clinic.", example="Y", need=R, x12="2300 CLM07", box="27")]
    aging_basis_worklist: Annotated[Literal["DOS", "FIRST_SUBMISSION"], Column(title="Work list counts from", help="Age in the work list: from the date of service or from the first submission.", example="FIRST_SUBMISSION", need=R)]
    aging_basis_report: Annotated[Literal["DOS", "FIRST_SUBMISSION", "LAST_ACTIVITY"], Column(title="Aging counts from", help="Age in the printed aging: from the date of service, the first submission, or the last activity.", example="DOS", need=R)]
    problems: Problems = None
    state_license: Annotated[Text | None, Column(title="Clinic licence", help="Licence of the establishment, where the state asks for one.", need=C, when="the state licenses establishments", length=50, x12="2010AA REF*0B", rare=True)] = None
    payto_addr1: Annotated[Text | None, Column(title="Pay-to street", help="Where cheques go, if elsewhere; a PO box is fine here.", example="PO Box 881", length=55, x12="2010AB N301", rare=True)] = None
    payto_addr2: Annotated[Text | None, Column(title="Pay-to street 2", help="Suite or building.", length=55, x12="2010AB N302", rare=True)] = None
    payto_city: Annotated[Text | None, Column(title="Pay-to city", help="City of the pay-to address.", length=30, x12="2010AB N401", rare=True)] = None
    payto_state: Annotated[State | None, Column(title="Pay-to state", help="State of the pay-to address.", example="WA", length=2, x12="2010AB N402", rare=True)] = None
    payto_zip: Annotated[Zip | None, Column(title="Pay-to ZIP", help="5 or 9 digits.", example="981440881", x12="2010AB N403", rare=True)] = None
    conflict_of_interest_text: Annotated[Text | None, Column(title="Conflict-of-interest text", help="Printed on letters where a referrer has a stake in the clinic.", rare=True, width=40)] = None
    superbill_footer: Annotated[Text | None, Column(title="Superbill footer", help="Printed at the foot of superbills.", rare=True, width=40)] = None

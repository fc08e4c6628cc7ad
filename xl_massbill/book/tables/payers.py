"""Payers: whom the claims go to (handbook §1.5).

How the 837P of a payer is spelt stands here and not in PayerRules: a rule changes with code, therapist and day
of service, but a file has one header for all its claims.
"""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Id, Need, Phone, State, Text, YesNo, Zip
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
PAPER = "paper claims, auto or work injury"


class Payer(Table):
    """One payer, with the way its claims reach it."""

    facts: ClassVar[Facts] = Facts(name="payers", excel="Payers", title="Payers", help="One row for each insurer, fund or programme that you bill.", key=("payer_id",), tab=Tab.MASTER)

    payer_id: Annotated[Id, Column(title="Payer", help="Your own short name for the payer.", example="EHP01", need=R)]
    name: Annotated[Text, Column(title="Name", help="Full name as the payer writes it.", example="Evergreen Health Plan", need=R, length=60, x12="2010BB NM103", box="11c", width=30)]
    payer_type: Annotated[Literal["ORIGINAL_MEDICARE", "MEDICARE_ADVANTAGE", "MEDICAID", "COMMERCIAL", "BCBS", "FEHB", "TRICARE", "VA_CCN", "WC_STATE_FUND", "WC_SELF_INSURED", "WC_CARRIER", "OWCP", "AUTO_PIP", "AUTO_MEDPAY", "LIABILITY", "HSA_FSA", "CASH"], Column(title="Type", help="What kind of payer this is; decides which rules and forms apply.", example="COMMERCIAL", need=R, box="1", width=20)]
    edi_payer_id: Annotated[Id | None, Column(title="Electronic payer ID", help="From the clearinghouse's payer list.", example="EHP01", need=C, when="claims go out electronically", length=80, x12="2010BB NM109")] = None
    claim_filing_ind: Annotated[Literal["11", "12", "13", "14", "15", "16", "17", "AM", "BL", "CH", "CI", "DS", "FI", "HM", "LM", "MA", "MB", "MC", "OF", "TV", "VA", "WC", "ZZ"], Column(title="Filing indicator", help="CI commercial, BL Blue, MB Medicare, 16 Medicare Advantage, MC Medicaid, AM auto, WC work injury, VA veterans, CH Tricare, FI federal employees, LM liability.", example="CI", need=R, x12="2000B SBR09")]
    submit_method: Annotated[Literal["837P", "CMS1500", "PORTAL", "STATE_FORM", "INVOICE", "NONE"], Column(title="Send by", help="How claims go to this payer.", example="837P", need=R, accepts={"EDI": "837P", "PAPER": "CMS1500", "CMS-1500": "CMS1500"})]
    era_enrolled: Annotated[YesNo | None, Column(title="ERA", help="Y if electronic remittances (835) come from this payer.", example="Y")] = None
    eft_enrolled: Annotated[YesNo | None, Column(title="EFT", help="Y if the payer pays into the bank account.", example="Y")] = None
    active: Annotated[YesNo, Column(title="Active", help="N for payers you no longer bill.", example="Y", need=R)]
    phone: Annotated[Phone | None, Column(title="Phone", help="Provider line, 10 digits.", example="8005550144")] = None
    fax: Annotated[Phone | None, Column(title="Fax", help="10 digits.", example="8005550145")] = None
    portal_url: Annotated[Text | None, Column(title="Portal", help="Web address of the provider portal.", example="https://provider.example.com")] = None
    problems: Problems = None
    mail_name: Annotated[Text | None, Column(title="Mail name", help="Name on the envelope for claims.", need=C, when=PAPER, length=60, box="carrier block", rare=True)] = None
    attention: Annotated[Text | None, Column(title="Attention", help="Department or person on the envelope.", example="PIP claims", box="carrier block", rare=True)] = None
    mail_addr1: Annotated[Text | None, Column(title="Mail street", help="Street or PO box for claims.", example="PO Box 5512", need=C, when=PAPER, length=55, x12="2010BB N301", box="carrier block", rare=True)] = None
    mail_addr2: Annotated[Text | None, Column(title="Mail street 2", help="Second line of the address.", length=55, x12="2010BB N302", box="carrier block", rare=True)] = None
    mail_city: Annotated[Text | None, Column(title="Mail city", help="City of the mailing address.", need=C, when=PAPER, length=30, x12="2010BB N401", box="carrier block", rare=True)] = None
    mail_state: Annotated[State | None, Column(title="Mail state", help="State of the mailing address.", example="WA", need=C, when=PAPER, length=2, x12="2010BB N402", box="carrier block", rare=True)] = None
    mail_zip: Annotated[Zip | None, Column(title="Mail ZIP", help="5 or 9 digits.", example="98401", need=C, when=PAPER, x12="2010BB N403", box="carrier block", rare=True)] = None
    state_form_code: Annotated[Text | None, Column(title="State form", help="Which state form this payer wants.", example="Statement for miscellaneous services", need=C, when="sent by STATE_FORM", rare=True)] = None
    adjuster_default: Annotated[Text | None, Column(title="Usual adjuster", help="Whom to ask when the claim names nobody.", rare=True, private=True)] = None
    appeals_to: Annotated[Text | None, Column(title="Appeals to", help="Department on letters of appeal; blank = Appeals Department.", example="Provider Appeals", length=60, rare=True)] = None
    appeals_addr1: Annotated[Text | None, Column(title="Appeals street", help="Street or PO box for appeals; blank = where claims go.", example="PO Box 7710", length=55, rare=True)] = None
    appeals_addr2: Annotated[Text | None, Column(title="Appeals street 2", help="Second line of that address.", length=55, rare=True)] = None
    appeals_city: Annotated[Text | None, Column(title="Appeals city", help="City of that address.", length=30, rare=True)] = None
    appeals_state: Annotated[State | None, Column(title="Appeals state", help="Two-letter state code.", example="WA", length=2, rare=True)] = None
    appeals_zip: Annotated[Zip | None, Column(title="Appeals ZIP", help="5 or 9 digits.", example="98111", rare=True)] = None
    appeals_fax: Annotated[Phone | None, Column(title="Appeals fax", help="Fax for appeals, 10 digits.", example="8005550146", rare=True)] = None
    gs08_version: Annotated[Text | None, Column(title="837P version", help="Blank = 005010X222A1; fill in only if the clearinghouse wants another.", example="005010X222A1", length=12, x12="GS08", rare=True)] = None
    separators: Annotated[Text | None, Column(title="837P separators", help="Blank = *^:~ (between elements, repetitions and components, after segments). Four other signs only if the clearinghouse wants them.", example="|^>~", rare=True)] = None
    line_breaks: Annotated[YesNo | None, Column(title="837P line breaks", help="N if the clearinghouse wants the file in one piece; blank = each segment on a line of its own.", example="Y", rare=True)] = None
    letters: Annotated[Literal["CAPITALS", "AS_TYPED"] | None, Column(title="837P letters", help="Blank = CAPITALS. AS_TYPED keeps small letters in names, places and texts, if the clearinghouse takes them.", example="CAPITALS", rare=True)] = None
    usage: Annotated[Literal["T", "P"] | None, Column(title="Test or production", help="T while you test with this payer, P for real claims; blank = as on sheet Practice. Tests go in a file of their own.", example="P", accepts={"TEST": "T", "PRODUCTION": "P"}, x12="ISA15", rare=True)] = None
    clinic_number: Annotated[Id | None, Column(title="Clinic's number", help="The payer's own number for your clinic, only if it wants it on claims.", example="G200417", length=50, x12="2010BB REF*G2", box="33b", rare=True)] = None
    clinic_location: Annotated[Id | None, Column(title="Clinic's place number", help="The payer's own number for the place of your clinic, only if it wants it on claims.", example="LOC2", length=50, x12="2010BB REF*LU", rare=True)] = None

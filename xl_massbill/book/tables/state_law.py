"""StateLaw: what each state says about massage and its billing; the office maintains it (handbook §5.10)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Need, State, Text, Whole, Words, YesNo
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems, Source
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class StateLaw(Table):
    """What the law of one state says, from one day to another."""

    facts: ClassVar[Facts] = Facts(name="state_law", excel="StateLaw", title="State law", help="What your state says about massage therapy and who pays it. Confirm with your board.", key=("state", "effective_from"), tab=Tab.REFERENCE)

    state: Annotated[State, Column(title="State", help="Two-letter state code.", example="WA", need=R, length=2)]
    regulates: Annotated[Literal["LICENSE", "CERT", "REG", "NONE"] | None, Column(title="Regulates by", help="Licence, certificate, registration, or nothing.", example="LICENSE", accepts={"LICENCE": "LICENSE", "CERTIFICATION": "CERT", "REGISTRATION": "REG"})] = None
    board: Annotated[Text | None, Column(title="Board", help="Who licenses.", example="Department of Health", width=26)] = None
    renewal_months: Annotated[Whole | None, Column(title="Renewal months", help="Every how many months a licence is renewed.", example="12")] = None
    establishment_licence: Annotated[YesNo | None, Column(title="Clinic licence", help="Y if the clinic itself needs a licence.", example="N")] = None
    code_scope: Annotated[Words, Column(title="Code scope", help="Which codes a massage therapist may use: code=Y, N or TRAINING, with commas between.", example="97124=Y, 97112=TRAINING", width=24)] = ()
    may_bill_insurance: Annotated[YesNo | None, Column(title="May bill insurance", help="N if massage therapists may not bill insurers.", example="Y")] = None
    referral_required_by_law: Annotated[YesNo | None, Column(title="Order by law", help="Y if the law itself wants a doctor's order.", example="N")] = None
    pip_pays_massage: Annotated[YesNo | None, Column(title="PIP pays massage", help="N if no-fault auto insurance does not pay massage.", example="Y")] = None
    wc_pays_massage: Annotated[YesNo | None, Column(title="WC pays massage", help="N if workers' compensation does not pay massage.", example="Y")] = None
    record_retention_years: Annotated[Whole | None, Column(title="Keep records years", help="How many years records must be kept.", example="8")] = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day it counts; blank = always did.", example="2026-01-01")] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day it counts; blank = still does.", example="2026-12-31")] = None
    note: Annotated[Text | None, Column(title="Note", help="What else the law says.", width=40)] = None
    source: Source = None
    certainty: Certainty = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None

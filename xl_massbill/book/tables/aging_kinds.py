"""AgingKinds: what is owed for each kind of claim and how old it is (handbook §10.3)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Money, Owner, Percent, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class AgingKindRow(Table):
    """What is owed for one kind of claim by age."""

    facts: ClassVar[Facts] = Facts(name="aging_kinds", excel="AgingKinds", title="Aging by kind of claim", help="Made by the program: open balances by kind of claim and age; the kind is the payer's type.", key=("kind", "claim_kind"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    kind: Annotated[Literal["INSURANCE", "PATIENT"], Column(title="Kind", help="Owed by the insurer or by the patient.", example="PATIENT", owner=PROGRAM)]
    claim_kind: Annotated[Text, Column(title="Kind of claim", help="The type of its payer on sheet Payers.", example="COMMERCIAL", width=22, owner=PROGRAM)]
    unbilled: Annotated[Money | None, Column(title="Unbilled", help="Never submitted; in no sum.", example="0.00", owner=PROGRAM)] = None
    d0_30: Annotated[Money | None, Column(title="0-30 days", help="Owed for 30 days at most.", example="180.00", owner=PROGRAM)] = None
    d31_60: Annotated[Money | None, Column(title="31-60 days", help="Owed for 31 to 60 days.", example="0.00", owner=PROGRAM)] = None
    d61_90: Annotated[Money | None, Column(title="61-90 days", help="Owed for 61 to 90 days.", example="0.00", owner=PROGRAM)] = None
    d91_120: Annotated[Money | None, Column(title="91-120 days", help="Owed for 91 to 120 days.", example="0.00", owner=PROGRAM)] = None
    d120_plus: Annotated[Money | None, Column(title="Over 120 days", help="Owed for more than 120 days.", example="0.00", owner=PROGRAM)] = None
    total: Annotated[Money | None, Column(title="Total", help="The five age columns together.", example="180.00", owner=PROGRAM)] = None
    share: Annotated[Percent | None, Column(title="Share", help="Share of all that is owed.", example="12.5%", owner=PROGRAM)] = None
    credits: Annotated[Money | None, Column(title="Credits", help="Negative balances, never netted.", example="0.00", owner=PROGRAM)] = None
    claims: Annotated[Whole | None, Column(title="Claims", help="How many open claims.", example="1", owner=PROGRAM)] = None
    as_of: Annotated[Day | None, Column(title="As of", help="The day for which the ages were counted.", example="2026-09-30", owner=PROGRAM)] = None
    anchor: Annotated[Text | None, Column(title="Counted from", help="DOS: date of service. FIRST_SUBMISSION: first accepted or sent. LAST_ACTIVITY: last sent, answered or paid.", example="DOS", owner=PROGRAM)] = None
    basis: Annotated[Text | None, Column(title="Basis", help="As the workbook stands, or for a past day what was known then.", example="as the workbook stands", owner=PROGRAM)] = None

"""ClaimLines: the service lines of the claims, with what was allowed and paid (handbook §1.12)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Codes, Column, Day, Id, Money, Owner, Whole, YesNo
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class ClaimLine(Table):
    """One service line of one claim."""

    facts: ClassVar[Facts] = Facts(name="claim_lines", excel="ClaimLines", title="Claim lines", help="Made by the program: one row for each line of each claim.", key=("claim_id", "line_no"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    claim_id: Annotated[Id, Column(title="Claim", help="The claim it is on.", example="CR26-000101", owner=PROGRAM)]
    line_no: Annotated[Whole, Column(title="Line", help="Number of the line on the claim.", example="1", x12="2400 LX01", box="24 row", owner=PROGRAM)]
    visit_id: Annotated[Id | None, Column(title="Visit", help="The visit it comes from.", example="V0001", owner=PROGRAM)] = None
    dos: Annotated[Day | None, Column(title="Date of service", help="The day of the session.", example="2026-05-04", x12="2400 DTP*472", box="24A", owner=PROGRAM)] = None
    code: Annotated[Code | None, Column(title="Code", help="The procedure code.", example="97124", length=5, x12="2400 SV101-2", box="24D", owner=PROGRAM)] = None
    mods: Annotated[Codes, Column(title="Modifiers", help="The modifiers, in order.", example="GP, 59", x12="2400 SV101-3", box="24D", owner=PROGRAM)] = ()
    units: Annotated[Whole | None, Column(title="Units", help="Units billed.", example="4", x12="2400 SV104", box="24G", owner=PROGRAM)] = None
    charge: Annotated[Money | None, Column(title="Charge", help="Charge of the line.", example="180.00", x12="2400 SV102", box="24F", owner=PROGRAM)] = None
    ptrs: Annotated[Codes, Column(title="Pointers", help="Which diagnoses of the claim it treats.", example="1, 2", x12="2400 SV107", box="24E", owner=PROGRAM)] = ()
    line_ctl: Annotated[Id | None, Column(title="Line control", help="Claim and line number; comes back in the remittance.", example="CR26-000101-1", length=30, x12="2400 REF*6R", owner=PROGRAM)] = None
    allowed: Annotated[Money | None, Column(title="Allowed", help="What the payer allowed.", example="128.00", owner=PROGRAM)] = None
    paid: Annotated[Money | None, Column(title="Paid", help="What the payer paid.", example="103.00", owner=PROGRAM)] = None
    co_adj: Annotated[Money | None, Column(title="Contractual", help="Contractual adjustments (group CO).", example="52.00", owner=PROGRAM)] = None
    pr_ded: Annotated[Money | None, Column(title="Deductible", help="Patient's deductible (PR 1).", example="0.00", owner=PROGRAM)] = None
    pr_coins: Annotated[Money | None, Column(title="Coinsurance", help="Patient's coinsurance (PR 2).", example="0.00", owner=PROGRAM)] = None
    pr_copay: Annotated[Money | None, Column(title="Copay", help="Patient's copay (PR 3).", example="25.00", owner=PROGRAM)] = None
    pr_other: Annotated[Money | None, Column(title="Other patient part", help="Other patient responsibility (group PR).", example="0.00", owner=PROGRAM)] = None
    oa_adj: Annotated[Money | None, Column(title="Other adjustment", help="Other adjustments (group OA).", example="0.00", owner=PROGRAM)] = None
    pi_adj: Annotated[Money | None, Column(title="Payer reduction", help="Payer-initiated reductions (group PI).", example="0.00", owner=PROGRAM)] = None
    denied: Annotated[YesNo | None, Column(title="Denied", help="Y if the payer denied the line.", example="N", owner=PROGRAM)] = None
    carc_list: Annotated[Codes, Column(title="Reason codes", help="Adjustment reasons (CARC) of the line.", example="45, 3", owner=PROGRAM)] = ()
    rarc_list: Annotated[Codes, Column(title="Remark codes", help="Remarks (RARC) of the line.", example="N130", owner=PROGRAM)] = ()

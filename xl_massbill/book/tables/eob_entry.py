"""EOBEntry: a paper EOB typed by hand, one row a line of a claim; posted like an 835 (handbook §8.8)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Codes, Column, Day, Id, Money, Need, Owner, Text, Whole
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
Group = Literal["CO", "PR", "OA", "PI"]
LINE = "the row is about a claim"


class EobEntry(Table):
    """One line of one claim on a paper EOB, or one amount of the cheque that belongs to no claim."""

    facts: ClassVar[Facts] = Facts(name="eob_entry", excel="EOBEntry", title="EOB by hand", help="Type a paper EOB here, one row for each line; rows with the same cheque belong together. Then run post-eob.", key=("payer_id", "check_no", "claim_id", "line_no", "claim_status", "plb_reason"), tab=Tab.DAILY)

    payer_id: Annotated[Id, Column(title="Payer", help="The payer of sheet Payers.", example="EHP01", need=R, refers_to="payers.payer_id")]
    check_no: Annotated[Id, Column(title="Cheque or EFT no.", help="Number of the cheque or transfer; the same in all rows of it.", example="CHK880105", need=R)]
    payment_date: Annotated[Day, Column(title="Payment date", help="Date of the cheque or transfer.", example="2026-05-12", need=R)]
    check_amount: Annotated[Money, Column(title="Cheque amount", help="Amount of the whole cheque or transfer; 0 if nothing was paid.", example="130.00", need=R)]
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim of sheet Claims; blank only for an amount that belongs to no claim.", example="CR26-000105", need=C, when="the row is about a claim")] = None
    line_no: Annotated[Whole | None, Column(title="Line", help="Line of the claim; blank counts as 1.", example="1")] = None
    allowed: Annotated[Money | None, Column(title="Allowed", help="What the payer allows for the line.", example="180.00")] = None
    paid: Annotated[Money | None, Column(title="Paid", help="What the payer paid for the line; 0 if nothing.", example="130.00", need=C, when=LINE)] = None
    group1: Annotated[Group | None, Column(title="Group 1", help="CO contractual, PR patient, OA other, PI payer's reduction.", example="PR")] = None
    carc1: Annotated[Code | None, Column(title="Reason 1", help="Reason code (CARC) of the first adjustment.", example="119")] = None
    amount1: Annotated[Money | None, Column(title="Amount 1", help="Amount of the first adjustment.", example="50.00")] = None
    group2: Annotated[Group | None, Column(title="Group 2", help="Group of the second adjustment.", example="CO")] = None
    carc2: Annotated[Code | None, Column(title="Reason 2", help="Reason code of the second adjustment.", example="45")] = None
    amount2: Annotated[Money | None, Column(title="Amount 2", help="Amount of the second adjustment.", example="26.00")] = None
    group3: Annotated[Group | None, Column(title="Group 3", help="Group of the third adjustment.")] = None
    carc3: Annotated[Code | None, Column(title="Reason 3", help="Reason code of the third adjustment.")] = None
    amount3: Annotated[Money | None, Column(title="Amount 3", help="Amount of the third adjustment.")] = None
    rarcs: Annotated[Codes, Column(title="Remark codes", help="Remarks (RARC) of the line.", example="M15")] = ()
    icn: Annotated[Id | None, Column(title="Payer's claim number", help="The payer's own number for the claim; needed to correct it.", example="PAI2026120055", length=50)] = None
    claim_status: Annotated[Literal["1", "2", "3", "4", "19", "20", "21", "22", "23"] | None, Column(title="Claim status", help="1 first payer (also if blank), 2 second, 4 denied, 19 passed on to the next payer, 22 takes back an earlier payment: type its amounts without a minus.", example="1")] = None
    plb_reason: Annotated[Code | None, Column(title="Other reason", help="For an amount that belongs to no claim: WO taken back, L6 interest, FB carried forward ...", example="WO")] = None
    plb_taken: Annotated[Money | None, Column(title="Taken off", help="What the payer took off the cheque for that reason.", example="40.00")] = None
    plb_added: Annotated[Money | None, Column(title="Added", help="What the payer added to the cheque for that reason, such as interest.", example="1.25")] = None
    posted: Annotated[Id | None, Column(title="Posted", help="Filled by the program: the remittance it became.", example="RM000031", owner=Owner.PROGRAM)] = None
    problems: Problems = None
    charge: Annotated[Money | None, Column(title="Charge", help="Charge as the payer read it; blank takes that of the claim.", example="180.00", rare=True)] = None
    plb_reference: Annotated[Text | None, Column(title="Other reference", help="The payer's number of the matter.", rare=True)] = None

"""Benefits: what payers answered (271), fact by fact, as proposals for sheet Coverage that a person decides (handbook §8.4, §5.9)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Owner, Text, Whole, Words
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Benefit(Table):
    """One fact of an answer about one plan; rows are only ever added and closed."""

    facts: ClassVar[Facts] = Facts(name="benefits", excel="Benefits", title="Answers about benefits", help="Made by the program: what payers answered (271), one row a fact. Type ACCEPT or REJECT and run take-benefits, or change sheet Coverage yourself: the row then closes by itself.", key=("benefit_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    benefit_id: Annotated[Id, Column(title="Answer", help="Running number of the row.", example="BN000001", owner=PROGRAM)]
    state: Annotated[Literal["OPEN", "AGREES", "TAKEN", "REJECTED", "OVERTAKEN", "NOTE", "TURNED_BACK", "UNPLACED"] | None, Column(title="State", help="OPEN: decide. AGREES: Coverage says so. TAKEN, REJECTED: decided. OVERTAKEN: a later answer came. NOTE: read it. TURNED_BACK: see What to do. UNPLACED: say whose it is.", example="OPEN", owner=PROGRAM, width=14)] = None
    coverage_id: Annotated[Id | None, Column(title="Coverage", help="The plan it is about.", example="C001", owner=PROGRAM)] = None
    patient_id: Annotated[Id | None, Column(title="Patient", help="The patient it is about.", example="P001", owner=PROGRAM)] = None
    fact: Annotated[Text | None, Column(title="Fact", help="The column of Coverage it is about, or what it says.", example="Deductible", owner=PROGRAM, width=22)] = None
    value_now: Annotated[Text | None, Column(title="Coverage says", help="What stood in Coverage when the answer was posted.", example="500.00", private=True, owner=PROGRAM)] = None
    value_proposed: Annotated[Text | None, Column(title="Payer says", help="What the payer says, where only one reading is possible; blank where a person must read it.", example="750.00", private=True, owner=PROGRAM)] = None
    decision: Annotated[Literal["ACCEPT", "REJECT"] | None, Column(title="Decision", help="ACCEPT: take-benefits writes the value into Coverage. REJECT: leave Coverage as it is.", example="ACCEPT")] = None
    decided_by: Annotated[Text | None, Column(title="Decided by", help="Who says so; take-benefits fills a blank.", example="Kim")] = None
    decided_on: Annotated[Day | None, Column(title="Decided on", help="The day; take-benefits fills a blank.", example="2026-05-07")] = None
    place: Annotated[Text | None, Column(title="Cell", help="Click to go to the row of Coverage.", example="Coverage C001, Deductible (row 2)", width=18, owner=PROGRAM)] = None
    why: Annotated[Text | None, Column(title="Why", help="How it was read, or why no value is proposed.", example="individual, calendar year; in network; general", width=40, owner=PROGRAM)] = None
    todo: Annotated[Text | None, Column(title="What to do", help="What helps most often.", example="copy the member ID from the card, letters included", width=40, owner=PROGRAM)] = None
    belongs_to: Annotated[Id | None, Column(title="Belongs to", help="For UNPLACED rows: the coverage it is about, or NOT OURS; take-benefits follows it.", example="C001")] = None
    candidates: Annotated[Words, Column(title="May be", help="Plans it may be about, the likeliest first.", example="C001, C007", width=20, owner=PROGRAM)] = ()
    raw: Annotated[Text | None, Column(title="Raw answer", help="The segments as the payer sent them.", example="EB*C*IND*30***23*750****Y*Y", private=True, width=50, owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer.", example="EHP01", owner=PROGRAM)] = None
    answered_on: Annotated[Day | None, Column(title="Answered on", help="The day of the answer, as it says itself.", example="2026-05-06", owner=PROGRAM)] = None
    matched_by: Annotated[Text | None, Column(title="Found by", help="How the plan was found, and how sure that is.", example="our question Q000102-001", width=30, owner=PROGRAM)] = None
    closed_on: Annotated[Day | None, Column(title="Closed on", help="The day it was taken, rejected, overtaken or found in Coverage.", example="2026-05-07", owner=PROGRAM)] = None
    trace: Annotated[Id | None, Column(title="Question", help="Our question, or the number that came with the answer.", example="Q000102-001", length=50, x12="271 TRN02", rare=True, owner=PROGRAM)] = None
    coverage_column: Annotated[Id | None, Column(title="Column", help="Name of the column of Coverage in CSV files.", example="deductible_total", rare=True, owner=PROGRAM)] = None
    posted_on: Annotated[Day | None, Column(title="Posted on", help="The day it was posted.", example="2026-05-06", rare=True, owner=PROGRAM)] = None
    segment: Annotated[Whole | None, Column(title="Segment", help="Where the person's level begins in the file.", example="24", rare=True, owner=PROGRAM)] = None
    file_hash: Annotated[Text | None, Column(title="File hash", help="Fingerprint of the file it came in.", length=64, rare=True, width=12, owner=PROGRAM)] = None

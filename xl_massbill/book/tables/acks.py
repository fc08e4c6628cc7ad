"""Acks: what clearinghouse and payer said of files and claims before they paid (handbook §8.1-8.4, §9.4)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Day, Id, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Ack(Table):
    """One answer to a file or a claim; rows are only ever added."""

    facts: ClassVar[Facts] = Facts(name="acks", excel="Acks", title="Acknowledgements", help="Made by the program: what clearinghouse and payer answered, with the reason and the cell that caused it. It is the proof of timely filing.", key=("ack_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    ack_id: Annotated[Id, Column(title="Answer", help="Running number of the answer.", example="K000001", owner=PROGRAM)]
    claim_id: Annotated[Id | None, Column(title="Claim", help="The claim it is about; blank if it is about a whole file.", example="CR26-000104", owner=PROGRAM)] = None
    batch_id: Annotated[Id | None, Column(title="Batch", help="The batch it is about.", example="B000104", owner=PROGRAM)] = None
    verdict: Annotated[Literal["ACCEPTED", "RECEIVED", "REJECTED", "PENDING", "ASKED", "FINISHED", "UNCLEAR"] | None, Column(title="Verdict", help="What was decided: accepted, received, rejected, pending, asked for more, finished, or unclear.", example="REJECTED", owner=PROGRAM)] = None
    level: Annotated[Literal["FILE", "CLEARINGHOUSE", "PAYER"] | None, Column(title="Level", help="How far it had come: the file, the clearinghouse, the payer.", example="PAYER", owner=PROGRAM)] = None
    answered_on: Annotated[Day | None, Column(title="Answered on", help="The day of the answer, as it says itself.", example="2026-06-13", owner=PROGRAM)] = None
    reason: Annotated[Text | None, Column(title="Reason", help="Why, in our words.", example="rejected: something is wrong: the member ID (the insured)", width=50, owner=PROGRAM)] = None
    place: Annotated[Text | None, Column(title="Place", help="The cell that caused it, if it is known.", example="Coverage C003, Member ID (row 12)", width=34, owner=PROGRAM)] = None
    todo: Annotated[Text | None, Column(title="What to do", help="What helps most often.", example="copy it from the card, letters included", width=40, owner=PROGRAM)] = None
    visit_id: Annotated[Id | None, Column(title="Visit", help="The visit it is about.", example="V0001", owner=PROGRAM)] = None
    payer_text: Annotated[Text | None, Column(title="Their words", help="The text they sent with it.", private=True, width=40, owner=PROGRAM)] = None
    codes: Annotated[Text | None, Column(title="Codes", help="Their codes.", example="A7:164:IL", owner=PROGRAM)] = None
    payer_claim_no: Annotated[Id | None, Column(title="Payer's claim number", help="The payer's own number for the claim.", example="SBS2026166104", length=50, x12="277CA REF*1K", owner=PROGRAM)] = None
    clearinghouse_no: Annotated[Id | None, Column(title="Clearinghouse number", help="The clearinghouse's number for the claim.", example="CH204117", length=50, x12="277CA REF*D9", rare=True, owner=PROGRAM)] = None
    kind: Annotated[Code | None, Column(title="Kind", help="TA1, 999, 277CA or 277.", example="277CA", rare=True, owner=PROGRAM)] = None
    posted_on: Annotated[Day | None, Column(title="Posted on", help="The day it was posted.", example="2026-06-13", rare=True, owner=PROGRAM)] = None
    segment: Annotated[Whole | None, Column(title="Segment", help="Where it stands in the file.", example="24", rare=True, owner=PROGRAM)] = None
    file_hash: Annotated[Text | None, Column(title="File hash", help="Fingerprint of the file it came in.", length=64, rare=True, width=12, owner=PROGRAM)] = None

"""Batches: one row is one file or pile of claims that goes out together (handbook §1.15)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Day, Id, Moment, Money, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Batch(Table):
    """One batch with its control numbers and the answers to it."""

    facts: ClassVar[Facts] = Facts(name="batches", excel="Batches", title="Batches", help="Made by the program: one row for each file of claims. You only note when it was sent.", key=("batch_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    batch_id: Annotated[Id, Column(title="Batch", help="Number of the batch.", example="B000101", owner=PROGRAM)]
    status: Annotated[Literal["OPEN", "EXPORTED", "SENT", "ACKED", "PARTIAL", "REJECTED", "CLOSED"] | None, Column(title="Status", help="Where the batch stands.", example="EXPORTED", owner=PROGRAM)] = None
    kind: Annotated[Literal["837P", "CMS1500", "STATE_FORM", "INVOICE", "CSV"] | None, Column(title="Kind", help="What sort of file it is.", example="837P", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer, or MIXED.", example="MIXED", owner=PROGRAM)] = None
    n_claims: Annotated[Whole | None, Column(title="Claims", help="How many claims it holds.", example="12", owner=PROGRAM)] = None
    total_charge: Annotated[Money | None, Column(title="Charge", help="Sum of their charges.", example="2160.00", owner=PROGRAM)] = None
    file_name: Annotated[Text | None, Column(title="File", help="Name of the file in the out folder.", example="CEDAR_837P_20260506_B000101_12claims.txt", width=40, owner=PROGRAM)] = None
    created_on: Annotated[Moment | None, Column(title="Created on", help="When it was made.", example="2026-05-06 09:00", owner=PROGRAM)] = None
    created_by: Annotated[Text | None, Column(title="Created by", help="Who had it made.", example="Kim", owner=PROGRAM)] = None
    transmitted_on: Annotated[Day | None, Column(title="Sent on", help="The day you uploaded or mailed it.", example="2026-05-06")] = None
    usage: Annotated[Literal["T", "P"] | None, Column(title="Test or production", help="T test, P production.", example="P", x12="ISA15", owner=PROGRAM)] = None
    ta1_status: Annotated[Code | None, Column(title="TA1", help="Answer of the clearinghouse to the envelope: A, E or R.", example="A", owner=PROGRAM)] = None
    ack999_status: Annotated[Literal["A", "E", "P", "R"] | None, Column(title="999", help="Answer to the syntax: A accepted, E with errors, P partly, R rejected.", example="A", owner=PROGRAM)] = None
    ack277_accepted: Annotated[Whole | None, Column(title="277 accepted", help="Claims the payer accepted.", example="12", owner=PROGRAM)] = None
    ack277_rejected: Annotated[Whole | None, Column(title="277 rejected", help="Claims the payer rejected.", example="0", owner=PROGRAM)] = None
    isa13: Annotated[Id | None, Column(title="Interchange no.", help="Control number of the interchange.", example="000000101", length=9, digits=9, x12="ISA13", rare=True, owner=PROGRAM)] = None
    gs06: Annotated[Id | None, Column(title="Group no.", help="Control number of the group.", example="101", length=9, x12="GS06", rare=True, owner=PROGRAM)] = None
    st02_first: Annotated[Id | None, Column(title="First set no.", help="Control number of the first transaction set.", example="0101", length=9, x12="ST02", rare=True, owner=PROGRAM)] = None
    bht03: Annotated[Id | None, Column(title="Reference no.", help="Reference number of the transaction.", example="B000101", length=30, x12="BHT03", rare=True, owner=PROGRAM)] = None
    file_hash: Annotated[Text | None, Column(title="File hash", help="Fingerprint of the file.", length=64, rare=True, width=12, owner=PROGRAM)] = None

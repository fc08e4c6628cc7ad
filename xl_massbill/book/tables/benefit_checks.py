"""BenefitChecks: which payer was asked about which plan by a 270 file, and whether it has answered (handbook §5.9, §8.4)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Codes, Column, Day, Id, Moment, Owner, Text
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class BenefitCheck(Table):
    """One question to a payer about one plan of one patient."""

    facts: ClassVar[Facts] = Facts(name="benefit_checks", excel="BenefitChecks", title="Questions to payers", help="Made by the program: one row for each plan about which a payer was asked by a 270 file, and what came of it.", key=("check_id",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    check_id: Annotated[Id, Column(title="Question", help="Number of the question; it comes back in the answer.", example="Q000102-001", x12="270 TRN02", owner=PROGRAM)]
    state: Annotated[Literal["ASKED", "ANSWERED", "TURNED_BACK"] | None, Column(title="State", help="ASKED: no answer yet. ANSWERED: see sheet Benefits. TURNED_BACK: the payer could not answer; sheet Benefits says why.", example="ASKED", owner=PROGRAM)] = None
    coverage_id: Annotated[Id | None, Column(title="Coverage", help="The plan asked about.", example="C001", owner=PROGRAM)] = None
    patient_id: Annotated[Id | None, Column(title="Patient", help="The patient asked about.", example="P001", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer that was asked.", example="EHP01", owner=PROGRAM)] = None
    asked_on: Annotated[Moment | None, Column(title="Asked on", help="When the file was made.", example="2026-05-06 09:00", owner=PROGRAM)] = None
    asked_by: Annotated[Text | None, Column(title="Asked by", help="Who had it made.", example="Kim", owner=PROGRAM)] = None
    for_day: Annotated[Day | None, Column(title="For", help="The day asked for: that of the next booked visit.", example="2026-05-08", x12="270 DTP*291", owner=PROGRAM)] = None
    answered_on: Annotated[Day | None, Column(title="Answered on", help="The day of the answer, as it says itself.", example="2026-05-06", owner=PROGRAM)] = None
    file_name: Annotated[Text | None, Column(title="File", help="Name of the file in the out folder.", example="CEDAR_270_20260506_Q000102_3patients.txt", width=40, owner=PROGRAM)] = None
    services: Annotated[Codes, Column(title="Services", help="Service types asked for: 30 plan, PT physical therapy, BE massage.", example="30, PT, BE", x12="270 EQ01", rare=True, owner=PROGRAM)] = ()
    reference: Annotated[Id | None, Column(title="Reference no.", help="Reference number of the set it went in.", example="Q000102", length=50, x12="270 BHT03", rare=True, owner=PROGRAM)] = None
    isa13: Annotated[Id | None, Column(title="Interchange no.", help="Control number of the interchange.", example="000000102", length=9, digits=9, x12="ISA13", rare=True, owner=PROGRAM)] = None
    usage: Annotated[Literal["T", "P"] | None, Column(title="Test or production", help="T test, P production.", example="P", x12="ISA15", rare=True, owner=PROGRAM)] = None
    file_hash: Annotated[Text | None, Column(title="File hash", help="Fingerprint of the file of questions.", length=64, rare=True, width=12, owner=PROGRAM)] = None

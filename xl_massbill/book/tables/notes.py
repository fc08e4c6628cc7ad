"""Notes: one row is the signed note of one visit (handbook §1.11)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Clock, Column, Day, Id, Moment, Need, Owner, Text, Whole, Words, YesNo
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL
PROGRAM = Owner.PROGRAM


class Note(Table):
    """What the therapist wrote and signed about one visit."""

    facts: ClassVar[Facts] = Facts(name="notes", excel="Notes", title="Notes", help="One row for each visit: what the therapist wrote and signed.", key=("visit_id",), tab=Tab.DAILY)

    visit_id: Annotated[Id, Column(title="Visit", help="The number of the visit on sheet Visits.", example="V0001", need=R, refers_to="visits.visit_id")]
    patient_id: Annotated[Id, Column(title="Patient", help="The patient number of sheet Patients.", example="P001", need=R, refers_to="patients.patient_id")]
    therapist_id: Annotated[Id, Column(title="Therapist", help="Who treated and wrote this note.", example="T01", need=R, refers_to="therapists.therapist_id")]
    dos: Annotated[Day, Column(title="Date of service", help="The day of the session as the note has it.", example="2026-05-04", need=R, also=("DOS",))]
    start_time: Annotated[Clock, Column(title="Start", help="Clock time at which hands-on work began.", example="10:00", need=R)]
    end_time: Annotated[Clock, Column(title="End", help="Clock time at which the session ended.", example="11:02", need=R)]
    minutes_by_code: Annotated[Text | None, Column(title="Minutes by code", help="Minutes of each code as the therapist wrote them, such as 97140=20;97124=20.", example="97140=20;97124=20", width=24)] = None
    pain_before: Annotated[Whole | None, Column(title="Pain before", help="Pain before the session, 0 to 10.", example="6")] = None
    pain_after: Annotated[Whole | None, Column(title="Pain after", help="Pain after the session, 0 to 10.", example="4")] = None
    rom_or_function: Annotated[Text | None, Column(title="ROM or function", help="What was measured: range of motion, or what the patient can do again.", example="Neck rotation right 55 degrees", private=True, width=30)] = None
    subjective: Annotated[Text | None, Column(title="Subjective", help="What the patient says.", private=True, width=30)] = None
    objective: Annotated[Text | None, Column(title="Objective", help="What the therapist finds.", private=True, width=30)] = None
    assessment: Annotated[Text | None, Column(title="Assessment", help="What the therapist makes of it.", private=True, width=30)] = None
    plan: Annotated[Text | None, Column(title="Plan", help="What comes next.", private=True, width=30)] = None
    note_text: Annotated[Text | None, Column(title="Note text", help="The full text of the note, if it is not split into the four parts.", private=True, width=60)] = None
    techniques_all: Annotated[Words, Column(title="Techniques", help="All techniques named in the note, with commas between.", example="effleurage, myofascial release")] = ()
    regions_all: Annotated[Words, Column(title="Regions", help="All body regions named in the note, with commas between.", example="NECK, UPPER_BACK")] = ()
    response_to_treatment: Annotated[Text | None, Column(title="Response", help="How the patient responded to the treatment.", example="Less guarding, turns head further", private=True, width=30)] = None
    goal_ref: Annotated[Text | None, Column(title="Goal", help="Which goal of the order or plan this session served.", example="Goal 1", private=True)] = None
    signed_by: Annotated[Text | None, Column(title="Signed by", help="The number (or full name) of the therapist who signed.", example="T01", need=C, when="the visit is billed", private=True)] = None
    signed_on: Annotated[Moment | None, Column(title="Signed on", help="Day and clock time of the signature.", example="2026-05-04 11:10", need=C, when="the visit is billed")] = None
    total_timed_minutes: Annotated[Whole | None, Column(title="Timed minutes", help="Filled by the program: the sum of the minutes by code.", example="40", owner=PROGRAM)] = None
    locked: Annotated[YesNo | None, Column(title="Locked", help="Filled by the program: Y once a claim of this visit has gone out.", example="Y", owner=PROGRAM)] = None
    problems: Problems = None
    adverse_reaction: Annotated[Text | None, Column(title="Adverse reaction", help="Anything that went wrong during or after the session.", rare=True, private=True)] = None
    dx_discussed: Annotated[Text | None, Column(title="Diagnosis discussed", help="What was said about the diagnosis; only what the doctor wrote.", rare=True, private=True)] = None
    home_care: Annotated[Text | None, Column(title="Home care", help="Exercises or advice given for home.", rare=True, private=True)] = None
    next_visit: Annotated[Text | None, Column(title="Next visit", help="When the patient should come again.", example="in one week", rare=True, private=True)] = None
    template_used: Annotated[Text | None, Column(title="Template used", help="Name of the note template, if one was used.", example="Neck follow-up", rare=True)] = None
    progress_report: Annotated[YesNo | None, Column(title="Progress report", help="Y if this note is also a progress report.", example="N", rare=True)] = None
    progress_report_sent_on: Annotated[Day | None, Column(title="Progress report sent", help="The day the progress report went to the doctor or payer.", example="2026-05-20", rare=True)] = None
    amended_on: Annotated[Day | None, Column(title="Amended on", help="The day of a dated amendment after the signature.", example="2026-05-08", rare=True)] = None
    amended_by: Annotated[Text | None, Column(title="Amended by", help="The number (or full name) of the therapist who amended.", example="T01", need=C, when="the note was amended", rare=True, private=True)] = None
    amended_reason: Annotated[Text | None, Column(title="Reason of amendment", help="Why the note was amended.", need=C, when="the note was amended", rare=True, private=True)] = None
    hash: Annotated[Text | None, Column(title="Hash", help="Filled by the program: the fingerprint of the signed text as it is now.", owner=PROGRAM, length=64, rare=True, width=12)] = None
    locked_hash: Annotated[Text | None, Column(title="Locked hash", help="Filled by the program: the fingerprint of the text when the first claim went out.", owner=PROGRAM, length=64, rare=True, width=12)] = None

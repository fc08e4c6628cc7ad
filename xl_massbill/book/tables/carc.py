"""CARC: why payers adjust or deny, and what to do about it, in our own words (handbook §1.6, §9.2)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Codes, Column, Day, Need, Owner, Text, Words
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems, Source
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class AdjustmentReason(Table):
    """One adjustment reason with its usual cause and cure."""

    facts: ClassVar[Facts] = Facts(name="carc", excel="CARC", title="Denial reasons", help="What the reason codes on a remittance mean, what usually lies behind them, and what to do.", key=("code",), tab=Tab.REFERENCE)

    code: Annotated[Code, Column(title="Code", help="Adjustment reason code.", example="197", need=R)]
    short_own_wording: Annotated[Text, Column(title="In our words", help="What it means.", example="authorisation absent", need=R, width=34)]
    category: Annotated[Text | None, Column(title="Category", help="What it is about: coverage, order, code, note ...", example="AUTHORISATION", width=18)] = None
    default_action: Annotated[Codes, Column(title="Action", help="C7 correct, NEW new claim, REC send records, APP appeal, NXT next payer, PAT patient, WO write off, CALL, POST only.", example="C7, APP")] = ()
    then: Annotated[Text | None, Column(title="What then", help="When to do which.", example="C7; else appeal", width=30)] = None
    deadline: Annotated[Text | None, Column(title="Deadline", help="Which deadline runs: corrected, appeal, reply, TFL.", example="corrected / appeal")] = None
    prevented_by: Annotated[Words, Column(title="Prevented by", help="The rules that should catch it beforehand.", example="AUT-001, AUT-006")] = ()
    groups: Annotated[Codes, Column(title="Group", help="Group codes it usually comes with.", example="CO")] = ()
    usual_rarcs: Annotated[Codes, Column(title="Usual remarks", help="Remark codes it usually comes with.", example="M62")] = ()
    likely_cause: Annotated[Text | None, Column(title="Likely cause", help="What usually lies behind it in a massage clinic.", width=34)] = None
    compare: Annotated[Text | None, Column(title="Compare", help="What to compare in this workbook.", width=34)] = None
    correct: Annotated[Text | None, Column(title="How to mend it", help="What may be corrected.", width=34)] = None
    certainty: Certainty = None
    source: Source = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day of the code in the official list; filled by the program.", example="2006-01-01", owner=Owner.PROGRAM, rare=True)] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day of the code in the official list; blank = still in use.", example="2026-06-30", owner=Owner.PROGRAM, rare=True)] = None
    list_date: Annotated[Day | None, Column(title="List of", help="The day of the official list this row was last found in; filled by the program.", example="2026-11-01", owner=Owner.PROGRAM, rare=True)] = None

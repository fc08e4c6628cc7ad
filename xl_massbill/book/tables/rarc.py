"""RARC: the payers' remarks, in our own words (handbook §1.6, §9.2)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Codes, Column, Day, Need, Owner, Text
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems, Source
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class RemarkCode(Table):
    """One remark code."""

    facts: ClassVar[Facts] = Facts(name="rarc", excel="RARC", title="Remark codes", help="What the remark codes on a remittance mean.", key=("code",), tab=Tab.REFERENCE)

    code: Annotated[Code, Column(title="Code", help="Remark code.", example="M62", need=R)]
    short_own_wording: Annotated[Text, Column(title="In our words", help="What it means.", example="authorisation number missing or wrong", need=R, width=40)]
    category: Annotated[Text | None, Column(title="Category", help="What it is about.", example="AUTHORISATION", width=18)] = None
    default_action: Annotated[Codes, Column(title="Action", help="C7 correct, NEW new claim, REC send records, APP appeal, NXT next payer, PAT patient, WO write off, CALL, POST only.", example="C7")] = ()
    certainty: Certainty = None
    source: Source = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day of the code in the official list; filled by the program.", example="2006-01-01", owner=Owner.PROGRAM, rare=True)] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day of the code in the official list; blank = still in use.", example="2026-06-30", owner=Owner.PROGRAM, rare=True)] = None
    list_date: Annotated[Day | None, Column(title="List of", help="The day of the official list this row was last found in; filled by the program.", example="2026-11-01", owner=Owner.PROGRAM, rare=True)] = None

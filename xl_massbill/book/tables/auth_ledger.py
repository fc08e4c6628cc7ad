"""AuthLedger: what approvals, orders, plans and policies allow, and when each runs out (handbook §4.3, §5.4)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Money, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class AllowanceRow(Table):
    """One approval, order, plan limit, auto policy or daily cap, counted in each unit it is limited by."""

    facts: ClassVar[Facts] = Facts(name="auth_ledger", excel="AuthLedger", title="Approvals and limits", help="Made by the program: what approvals, orders, plans and policies allow, what is used, booked and left, and by when to ask for more. The most pressing first.", key=("kind", "paper_id", "patient_id", "first_day"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    kind: Annotated[Literal["APPROVAL", "ORDER", "PLAN", "FREE", "METER", "DAILY_CAP"] | None, Column(title="Kind", help="APPROVAL of Auths, ORDER of Referrals; of Coverage: PLAN visits paid in a period, FREE visits without approval, METER of an auto policy, DAILY_CAP of a day.", example="APPROVAL", owner=PROGRAM)] = None
    paper_id: Annotated[Id | None, Column(title="Number", help="Your own number of the approval, order or coverage.", example="A001", owner=PROGRAM)] = None
    patient_id: Annotated[Id | None, Column(title="Patient", help="Whose visits are counted.", example="P001", owner=PROGRAM)] = None
    state: Annotated[Literal["OVER", "ASK_NOW", "PENDING", "USED_UP", "OPEN", "NOT_YET", "NO_LIMIT", "NOT_NEEDED", "DENIED", "ENDED"] | None, Column(title="State", help="OVER: a visit is not covered. ASK_NOW: time to ask for more. NO_LIMIT: nobody entered a limit.", example="ASK_NOW", owner=PROGRAM)] = None
    todo: Annotated[Text | None, Column(title="What to do", help="What to do and why, and which visits it is about.", example="Ask the payer for more now: 6 of 6 visits by 2026-05-20.", width=60, owner=PROGRAM)] = None
    used_left: Annotated[Text | None, Column(title="Used and left", help="How much of it is used, booked and left, in each unit it is limited by.", example="4 of 6 visits, 1 booked, 2 left", width=38, owner=PROGRAM)] = None
    ask_by: Annotated[Day | None, Column(title="Ask by", help="The last good day to ask for more: so many days before the end as approval_lead_days of sheet Settings says.", example="2026-05-06", owner=PROGRAM)] = None
    runs_out_on: Annotated[Day | None, Column(title="Runs out on", help="The last day on which it still covers the visit: visits, units or dollars are used up then.", example="2026-05-20", owner=PROGRAM)] = None
    runs_out_how: Annotated[Literal["REACHED", "BOOKED", "ESTIMATE"] | None, Column(title="How known", help="REACHED: used up. BOOKED: the booked visits use it up. ESTIMATE: if visits go on as they came so far.", example="BOOKED", owner=PROGRAM)] = None
    first_day: Annotated[Day | None, Column(title="First day", help="The first day it covers.", example="2026-04-20", owner=PROGRAM)] = None
    last_day: Annotated[Day | None, Column(title="Last day", help="The last day it covers by its dates; blank = open, or nobody knows.", example="2026-06-10", owner=PROGRAM)] = None
    days_left: Annotated[Whole | None, Column(title="Days left", help="Days until it ends, by whatever ends it first; below zero it has ended.", example="14", owner=PROGRAM)] = None
    binds_first: Annotated[Literal["visits", "units", "weeks", "dollars", "dates"] | None, Column(title="Ends by", help="What ends it first: visits, units, dollars, or its dates.", example="visits", owner=PROGRAM)] = None
    visits_left: Annotated[Whole | None, Column(title="Visits left", help="Allowed less used.", example="2", owner=PROGRAM)] = None
    visits_free: Annotated[Whole | None, Column(title="Visits free", help="Left less booked: how many more can be booked; below zero too many are.", example="1", owner=PROGRAM)] = None
    units_left: Annotated[Whole | None, Column(title="Units left", help="Allowed less used.", example="8", owner=PROGRAM)] = None
    dollars_left: Annotated[Money | None, Column(title="Dollars left", help="Allowed less used.", example="130.00", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer of sheet Payers.", example="EHP01", owner=PROGRAM)] = None
    coverage_id: Annotated[Id | None, Column(title="Coverage", help="The plan it belongs to.", example="C001", rare=True, owner=PROGRAM)] = None
    visits_allowed: Annotated[Whole | None, Column(title="Visits allowed", help="Blank = no limit of visits given.", example="6", rare=True, owner=PROGRAM)] = None
    visits_used: Annotated[Whole | None, Column(title="Visits used", help="Days with a visit that took place; of plans with those used elsewhere.", example="4", rare=True, owner=PROGRAM)] = None
    visits_booked: Annotated[Whole | None, Column(title="Visits booked", help="Days with visits that are booked, SCHEDULED on sheet Visits.", example="1", rare=True, owner=PROGRAM)] = None
    units_allowed: Annotated[Whole | None, Column(title="Units allowed", help="Blank = no limit of units given.", example="24", rare=True, owner=PROGRAM)] = None
    units_used: Annotated[Whole | None, Column(title="Units used", help="Units of visits that took place.", example="16", rare=True, owner=PROGRAM)] = None
    units_booked: Annotated[Whole | None, Column(title="Units booked", help="Units of booked visits.", example="4", rare=True, owner=PROGRAM)] = None
    weeks_allowed: Annotated[Whole | None, Column(title="Weeks ordered", help="Weeks of an order that ends by them.", example="6", rare=True, owner=PROGRAM)] = None
    weeks_left: Annotated[Whole | None, Column(title="Weeks left", help="Weeks that have not begun.", example="2", rare=True, owner=PROGRAM)] = None
    dollars_allowed: Annotated[Money | None, Column(title="Dollars allowed", help="Limit of the policy, or of one day; blank = no limit given.", example="10000.00", rare=True, owner=PROGRAM)] = None
    dollars_used: Annotated[Money | None, Column(title="Dollars used", help="What the adjuster says, our claims without an answer, and visits not billed yet.", example="9870.00", rare=True, owner=PROGRAM)] = None
    dollars_booked: Annotated[Money | None, Column(title="Dollars booked", help="Charges of booked visits.", example="180.00", rare=True, owner=PROGRAM)] = None
    per_week: Annotated[Whole | None, Column(title="Per week", help="Visits per week that were ordered.", example="2", rare=True, owner=PROGRAM)] = None
    decision: Annotated[Text | None, Column(title="Decision", help="What the payer decided.", example="APPROVED", rare=True, owner=PROGRAM)] = None
    as_of: Annotated[Day | None, Column(title="As of", help="The day for which the list was made.", example="2026-05-04", rare=True, owner=PROGRAM)] = None

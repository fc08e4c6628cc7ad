"""Fees: what a unit costs, and what the payer is expected to allow (handbook §1.6)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Column, Day, Id, Money, Need, Text
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class Fee(Table):
    """The price of one code, for one payer or for all."""

    facts: ClassVar[Facts] = Facts(name="fees", excel="Fees", title="Fees", help="One row for each code and price. The program has no built-in fees.", key=("payer_id", "code", "modifier", "effective_from", "fee_schedule_id"), tab=Tab.MASTER)

    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer this price is for; * or blank for all.", example="*")] = None
    code: Annotated[Code, Column(title="Code", help="The procedure code.", example="97124", need=R, refers_to="codes.code", length=5)]
    modifier: Annotated[Code | None, Column(title="Modifier", help="Only if the price differs with this modifier.", length=2, digits=2)] = None
    unit_charge: Annotated[Money, Column(title="Unit charge", help="What you charge for one unit.", example="45.00", need=R)]
    expected_allowed_per_unit: Annotated[Money | None, Column(title="Expected allowed", help="What the payer allows for one unit by contract or schedule; finds underpayments.", example="32.00")] = None
    daily_cap: Annotated[Money | None, Column(title="Daily cap", help="Most the payer allows for one day.", example="112.09")] = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day of this price; blank = always was.", example="2026-01-01")] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day of this price; blank = still is.", example="2026-12-31")] = None
    price_source: Annotated[Text | None, Column(title="Price source", help="OWN, CONTRACT, STATE_SCHEDULE or UCR, and a word about it.", example="CONTRACT 2026", width=24)] = None
    fee_schedule_id: Annotated[Id | None, Column(title="Fee schedule", help="Name of the price list, if you keep several.", example="STD")] = None
    certainty: Certainty = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None

"""KPIs: the sums behind the key figures, by month, payer and therapist (handbook §10.8)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Column, Day, Id, Money, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class KpiRow(Table):
    """One sum above and one below the line, of one month, payer and therapist."""

    facts: ClassVar[Facts] = Facts(name="kpis", excel="KPIs", title="Key figures", help="Made by the program: the sums behind sheet Dashboard, by month, payer and therapist. Filter it to see where a figure comes from.", key=("measure", "part", "month", "payer_id", "therapist_id"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    measure: Annotated[Id | None, Column(title="Measure", help="Short name of the figure, as in `xl-massbill kpi --measure`.", example="denials", width=18, owner=PROGRAM)] = None
    part: Annotated[Text | None, Column(title="Part", help="Reason of a denial, class of days, or age of money; else blank.", example="31-45 days", owner=PROGRAM)] = None
    month: Annotated[Day | None, Column(title="Month", help="First day of the month; blank for what is owed on the day of the report.", example="2026-09-01", owner=PROGRAM)] = None
    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer of sheet Payers; - for none.", example="EHP01", owner=PROGRAM)] = None
    therapist_id: Annotated[Id | None, Column(title="Therapist", help="The therapist of sheet Therapists; - for none.", example="T1", owner=PROGRAM)] = None
    above: Annotated[Money | None, Column(title="Above", help="Sum above the line: dollars, days or how many.", example="3.00", owner=PROGRAM)] = None
    below: Annotated[Money | None, Column(title="Below", help="Sum below the line; the figure is Above divided by Below.", example="40.00", owner=PROGRAM)] = None
    claims: Annotated[Whole | None, Column(title="Claims", help="How many claims (or visits, or open items) are in it.", example="40", owner=PROGRAM)] = None
    as_of: Annotated[Day | None, Column(title="As of", help="The day for which the figures were made.", example="2026-09-30", owner=PROGRAM)] = None
    basis: Annotated[Text | None, Column(title="Counted by", help="DOS: month of service. POSTING: month of the first answer.", example="DOS", owner=PROGRAM)] = None

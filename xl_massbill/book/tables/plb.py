"""PLB: money moved in a remittance that belongs to no claim, such as takebacks and interest (handbook §1.13)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Code, Column, Day, Id, Money, Owner
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class ProviderAdjustment(Table):
    """One provider-level adjustment of a remittance."""

    facts: ClassVar[Facts] = Facts(name="plb", excel="PLB", title="Provider adjustments", help="Made by the program: one row for each amount that belongs to no claim.", key=("remit_id", "provider_id", "fiscal_date", "reason", "reference"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

    remit_id: Annotated[Id, Column(title="Remittance", help="The remittance it belongs to.", example="RM000031", owner=PROGRAM)]
    provider_id: Annotated[Id, Column(title="Provider", help="Number of the provider.", example="1999999117", x12="835 PLB01", owner=PROGRAM)]
    fiscal_date: Annotated[Day, Column(title="Fiscal year end", help="End of the provider's fiscal year.", example="2026-12-31", x12="835 PLB02", owner=PROGRAM)]
    reason: Annotated[Code, Column(title="Reason", help="WO takeback, FB forward balance, L6 interest ...", example="WO", x12="835 PLB03-1", owner=PROGRAM)]
    reference: Annotated[Id, Column(title="Reference", help="The payer's number of the matter.", example="EHP2026140001", x12="835 PLB03-2", owner=PROGRAM)]
    amount: Annotated[Money | None, Column(title="Amount", help="A positive amount lowers the payment.", example="40.00", x12="835 PLB04", owner=PROGRAM)] = None

"""DxLink: which diagnoses a payer's policy accepts for a code; empty until the office fills it (handbook §1.6)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Dx, Id, Need
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems, Source
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class DxLink(Table):
    """What one payer's policy says about a code and a group of diagnoses."""

    facts: ClassVar[Facts] = Facts(name="dx_link", excel="DxLink", title="Diagnosis links", help="Copy here what payers' policies say about codes and diagnoses. Empty at the start.", key=("payer_id", "code", "dx_prefix"), tab=Tab.REFERENCE)

    payer_id: Annotated[Id | None, Column(title="Payer", help="The payer; * or blank for all.", example="*")] = None
    code: Annotated[Code, Column(title="Code", help="The procedure code.", example="97124", need=R, length=5)]
    dx_prefix: Annotated[Dx, Column(title="Diagnosis begins with", help="First characters of the diagnosis.", example="M54", need=R)]
    relation: Annotated[Literal["SUPPORTS", "WEAK", "NOT_SUPPORTED"], Column(title="Relation", help="What the policy says.", example="SUPPORTS", need=R)]
    source: Source = None
    certainty: Certainty = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None

"""TherapistPayer: who is enrolled with which payer, and since when (handbook §1.4)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Need
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R, C = Need.REQUIRED, Need.CONDITIONAL


class TherapistPayer(Table):
    """The enrolment of one therapist with one payer."""

    facts: ClassVar[Facts] = Facts(name="therapist_payer", excel="TherapistPayer", title="Enrolment", help="One row for each therapist and payer: in network, pending, or ended.", key=("therapist_id", "payer_id", "effective_from"), tab=Tab.MASTER)

    therapist_id: Annotated[Id, Column(title="Therapist", help="The therapist of sheet Therapists.", example="T01", need=R, refers_to="therapists.therapist_id")]
    payer_id: Annotated[Id, Column(title="Payer", help="The payer of sheet Payers.", example="EHP01", need=R, refers_to="payers.payer_id")]
    status: Annotated[Literal["IN_NETWORK", "OUT_OF_NETWORK", "PENDING", "TERMED"], Column(title="Status", help="TERMED means the enrolment has ended.", example="IN_NETWORK", need=R, accepts={"IN": "IN_NETWORK", "OUT": "OUT_OF_NETWORK", "TERMINATED": "TERMED"})]
    effective_from: Annotated[Day | None, Column(title="From", help="First day of this enrolment.", example="2025-01-01", need=C, when="the payer wants enrolment")] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day; blank while it goes on.", example="2026-12-31")] = None
    payer_provider_id: Annotated[Id | None, Column(title="Payer's number", help="The payer's own number for the therapist, if it issues one.", example="G22145", length=50, x12="2310B REF*G2", box="24J shaded")] = None
    problems: Problems = None

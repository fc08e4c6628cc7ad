"""Therapists: who treats (handbook §1.4)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Codes, Column, Day, Id, Need, Npi, State, Taxonomy, Text
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class Therapist(Table):
    """One therapist (the rendering provider) with licence and training."""

    facts: ClassVar[Facts] = Facts(name="therapists", excel="Therapists", title="Therapists", help="One row for each person who treats.", key=("therapist_id",), tab=Tab.MASTER)

    therapist_id: Annotated[Id, Column(title="Therapist", help="Your own number for the therapist.", example="T01", need=R)]
    last_name: Annotated[Text, Column(title="Last name", help="As in the NPI registry, without titles such as LMT.", example="Whitfield", need=R, length=60, x12="2310B NM103", box="31", private=True)]
    first_name: Annotated[Text, Column(title="First name", help="As in the NPI registry.", example="Dana", need=R, length=35, x12="2310B NM104", box="31", private=True)]
    npi: Annotated[Npi, Column(title="NPI", help="The therapist's own NPI (type 1), 10 digits; not the clinic's.", example="1999999224", need=R, length=10, x12="2310B NM109", box="24J")]
    taxonomy: Annotated[Taxonomy, Column(title="Taxonomy", help="10 characters ending in X, as in the NPI registry.", example="225700000X", need=R, length=10, x12="2310B PRV03", box="24J shaded")]
    provider_type: Annotated[Literal["LMT", "PT", "OT", "DC", "LAC", "ND", "MD", "ATC", "OTHER"], Column(title="Type", help="LMT for a licensed massage therapist.", example="LMT", need=R, accepts={"LMP": "LMT"})]
    license_state: Annotated[State, Column(title="Licence state", help="State of the licence; further licences go on sheet Licences.", example="WA", need=R, length=2)]
    license_no: Annotated[Id, Column(title="Licence no.", help="Number of the licence.", example="MA60123456", need=R, length=50, x12="2310B REF*0B")]
    license_type: Annotated[Text, Column(title="Licence type", help="What the state calls it.", example="Massage therapist", need=R)]
    license_issued: Annotated[Day, Column(title="Licence issued", help="First day of the licence.", example="2019-06-01", need=R)]
    license_expires: Annotated[Day, Column(title="Licence expires", help="Last day of the licence.", example="2027-12-31", need=R)]
    license_status: Annotated[Literal["ACTIVE", "EXPIRED", "SUSPENDED", "PENDING"], Column(title="Licence status", help="As the state's register shows it.", example="ACTIVE", need=R)]
    active_from: Annotated[Day, Column(title="Works here from", help="First day at this clinic.", example="2020-01-15", need=R)]
    active_to: Annotated[Day | None, Column(title="Works here to", help="Last day at this clinic; blank while still here.", example="2026-12-31")] = None
    problems: Problems = None
    middle: Annotated[Text | None, Column(title="Middle", help="Middle name or initial.", length=25, x12="2310B NM105", rare=True, private=True)] = None
    suffix: Annotated[Text | None, Column(title="Suffix", help="Jr, Sr, II ...", length=10, x12="2310B NM107", rare=True, private=True)] = None
    specialised_training: Annotated[Codes, Column(title="Extra training", help="Codes the therapist may use thanks to extra training, with commas between.", example="97140, 97112", rare=True)] = ()
    liability_ins_expires: Annotated[Day | None, Column(title="Malpractice cover ends", help="Last day of the malpractice insurance.", example="2027-03-31", rare=True)] = None
    ce_due: Annotated[Day | None, Column(title="Continuing education due", help="By when the next hours are due.", example="2027-01-31", rare=True)] = None
    cpr_expires: Annotated[Day | None, Column(title="CPR expires", help="Last day of the CPR card.", example="2027-05-31", rare=True)] = None
    caqh_id: Annotated[Id | None, Column(title="CAQH ID", help="Number in the CAQH credentialing portal.", example="14512345", rare=True)] = None

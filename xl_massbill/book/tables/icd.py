"""ICD: the diagnosis codes in force, loaded from the official release (handbook §1.6, §2.6)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Dx, Owner, Text, Words, YesNo
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Icd(Table):
    """One diagnosis code and what may not stand beside it."""

    facts: ClassVar[Facts] = Facts(name="icd", excel="ICD", title="Diagnosis codes", help="Loaded by the program from the ICD-10-CM release. The program never suggests a diagnosis.", key=("code", "effective_from"), tab=Tab.REFERENCE, owner=Owner.PROGRAM)

    code: Annotated[Dx, Column(title="Code", help="The diagnosis code, stored without a dot.", example="M542", owner=PROGRAM)]
    description_short: Annotated[Text | None, Column(title="Description", help="Short description.", example="Cervicalgia", width=40, owner=PROGRAM)] = None
    billable: Annotated[YesNo | None, Column(title="Billable", help="Y if it is complete enough to bill.", example="Y", owner=PROGRAM)] = None
    requires_7th: Annotated[YesNo | None, Column(title="Needs 7th character", help="Y if a 7th character is needed.", example="N", owner=PROGRAM)] = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day it is valid.", example="2015-10-01", owner=PROGRAM)] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day it is valid; blank = still is.", example="2026-09-30", owner=PROGRAM)] = None
    excludes1: Annotated[Words, Column(title="Excludes 1", help="Codes that may not stand beside it.", example="M50.-, M43.6", owner=PROGRAM)] = ()
    laterality: Annotated[Literal["R", "L", "B", "U", "NONE"] | None, Column(title="Side", help="R right, L left, B both, U unspecified.", example="NONE", owner=PROGRAM)] = None
    symptom: Annotated[YesNo | None, Column(title="Symptom", help="Y if it names only a symptom.", example="N", owner=PROGRAM)] = None
    external_cause: Annotated[YesNo | None, Column(title="External cause", help="Y if it names how an injury happened.", example="N", owner=PROGRAM)] = None
    release_label: Annotated[Text | None, Column(title="Release", help="Which release it comes from.", example="2026-04-01 tabular", owner=PROGRAM)] = None

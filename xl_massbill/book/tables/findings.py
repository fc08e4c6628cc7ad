"""Findings: what is wrong, or worth a look, and who has acknowledged it (handbook §1.16)."""

import warnings
from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Moment, Owner, Text
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM

with warnings.catch_warnings():
    # Pydantic warns that the column "field" hides Table.field; it does so on rows only, the class keeps it.
    warnings.simplefilter("ignore", UserWarning)

    class Finding(Table):
        """One finding; the acknowledgement is the person's, all else the program's."""

        facts: ClassVar[Facts] = Facts(name="findings", excel="Findings", title="Findings", help="Made by the program: everything that is wrong or worth a look. Mend errors; acknowledge warnings with a reason.", key=("rule_id", "row_key", "field"), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

        severity: Annotated[Literal["error", "warning", "info"] | None, Column(title="Severity", help="error blocks the claim, warning needs an acknowledgement, info is for you to know.", example="error", owner=PROGRAM)] = None
        place: Annotated[Text | None, Column(title="Place", help="Click to go to the cell.", example="Visits!Q12", width=18, owner=PROGRAM)] = None
        message: Annotated[Text | None, Column(title="Message", help="What is wrong and what to do.", example="The tax number must have 9 digits.", width=70, owner=PROGRAM)] = None
        state: Annotated[Literal["OPEN", "FIXED", "ACKNOWLEDGED", "SNOOZED", "WAIVED"] | None, Column(title="State", help="Whether it still stands.", example="OPEN", owner=PROGRAM)] = None
        acknowledged_by: Annotated[Text | None, Column(title="Acknowledged by", help="Your name, if you take responsibility for a warning.", example="Kim")] = None
        acknowledged_on: Annotated[Day | None, Column(title="Acknowledged on", help="The day.", example="2026-05-06")] = None
        ack_reason: Annotated[Text | None, Column(title="Reason", help="Why it is right all the same; at least 10 characters.", example="Confirmed with payer by phone", private=True, width=30)] = None
        snoozed_until: Annotated[Day | None, Column(title="Snooze until", help="Hide this warning until that day; the claim waits all the same.", example="2026-05-20")] = None
        rule_id: Annotated[Id, Column(title="Rule", help="Number of the rule.", example="FMT-003", owner=PROGRAM)]
        sheet: Annotated[Text | None, Column(title="Sheet", help="Which sheet.", example="Practice", owner=PROGRAM)] = None
        row_key: Annotated[Id, Column(title="Row", help="Key of the row.", example="V0001-1", owner=PROGRAM)]
        field: Annotated[Text | None, Column(title="Column", help="Which column.", example="tin", owner=PROGRAM)] = None  # type: ignore[assignment]
        found_value: Annotated[Text | None, Column(title="Found", help="What stands there, personal data masked.", example="91234567", owner=PROGRAM)] = None
        expected: Annotated[Text | None, Column(title="Expected", help="What should stand there.", example="9 digits", owner=PROGRAM)] = None
        visit_id: Annotated[Id | None, Column(title="Visit", help="The visit it is about.", example="V0001", owner=PROGRAM)] = None
        claim_id: Annotated[Id | None, Column(title="Claim", help="The claim it is about.", example="CR26-000101", owner=PROGRAM)] = None
        first_seen: Annotated[Day | None, Column(title="First seen", help="The day it was first found.", example="2026-05-05", owner=PROGRAM)] = None
        last_seen: Annotated[Day | None, Column(title="Last seen", help="The day it was last found.", example="2026-05-06", owner=PROGRAM)] = None
        row_print: Annotated[Id | None, Column(title="Fingerprint", help="Tells whether the row has changed since somebody acknowledged the warning.", example="5f3a91c2d0b7e644", rare=True, owner=PROGRAM)] = None
        finding_id: Annotated[Id | None, Column(title="Finding", help="Number of the finding.", example="F-000017", rare=True, owner=PROGRAM)] = None
        run_id: Annotated[Id | None, Column(title="Run", help="The run that found it.", example="R-0042", rare=True, owner=PROGRAM)] = None
        run_on: Annotated[Moment | None, Column(title="Run on", help="When that run was.", example="2026-05-06 09:00", rare=True, owner=PROGRAM)] = None

"""AuditLog: who did what and when, chained by hashes so that nothing can vanish (handbook §11.5)."""

import warnings
from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Id, Moment, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM

with warnings.catch_warnings():
    # Pydantic warns that the column "field" hides Table.field; it does so on rows only, the class keeps it.
    warnings.simplefilter("ignore", UserWarning)

    class AuditEntry(Table):
        """One thing that was done; rows are only ever added."""

        facts: ClassVar[Facts] = Facts(name="audit", excel="AuditLog", title="Audit log", help="Made by the program: every export, posting, acknowledgement and change of rules. Never edited.", key=("seq",), tab=Tab.PROGRAM, owner=Owner.PROGRAM)

        seq: Annotated[Whole, Column(title="No.", help="Running number.", example="1", owner=PROGRAM)]
        timestamp_utc: Annotated[Moment | None, Column(title="Time (UTC)", help="When it was done.", example="2026-05-06 16:00", owner=PROGRAM)] = None
        user: Annotated[Text | None, Column(title="User", help="Who was logged in.", example="kim", owner=PROGRAM)] = None
        machine: Annotated[Text | None, Column(title="Computer", help="On which computer.", example="FRONTDESK", owner=PROGRAM)] = None
        action: Annotated[Literal["CREATE", "UPDATE", "DELETE", "EXPORT", "POST", "STATUS", "ACK", "OVERRIDE", "LOGIN", "IMPORT"] | None, Column(title="Action", help="What was done.", example="EXPORT", owner=PROGRAM)] = None
        sheet: Annotated[Text | None, Column(title="Sheet", help="Which sheet.", example="Batches", owner=PROGRAM)] = None
        row_key: Annotated[Id | None, Column(title="Row", help="Key of the row.", example="B000101", owner=PROGRAM)] = None
        field: Annotated[Text | None, Column(title="Column", help="Which column.", example="status", owner=PROGRAM)] = None  # type: ignore[assignment]
        old_value: Annotated[Text | None, Column(title="Old value", help="What stood there before; personal data as fingerprint and last 4 characters.", example="OPEN", owner=PROGRAM)] = None
        new_value: Annotated[Text | None, Column(title="New value", help="What stands there now; personal data as fingerprint and last 4 characters.", example="EXPORTED", owner=PROGRAM)] = None
        reason: Annotated[Text | None, Column(title="Reason", help="Why it was done.", private=True, width=30, owner=PROGRAM)] = None
        batch_id: Annotated[Id | None, Column(title="Batch", help="The batch it is about.", example="B000101", owner=PROGRAM)] = None
        claim_id: Annotated[Id | None, Column(title="Claim", help="The claim it is about.", example="CR26-000101", owner=PROGRAM)] = None
        remit_id: Annotated[Id | None, Column(title="Remittance", help="The remittance it is about.", example="RM000031", owner=PROGRAM)] = None
        program_version: Annotated[Text | None, Column(title="Program version", help="Version of the program.", example="0.1.0", rare=True, owner=PROGRAM)] = None
        rule_set_version: Annotated[Text | None, Column(title="Rule set", help="Version of the rule set.", example="2026.1", rare=True, owner=PROGRAM)] = None
        prev_hash: Annotated[Text | None, Column(title="Previous hash", help="Fingerprint of the row before.", length=64, rare=True, width=12, owner=PROGRAM)] = None
        hash: Annotated[Text | None, Column(title="Hash", help="Fingerprint of this row and the one before.", length=64, rare=True, width=12, owner=PROGRAM)] = None

"""Small tables for the hosts' tests: one that people type in, one that the program makes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from xl_massbill.book.column import Column, Day, Id, Owner, Text, Whole
from xl_massbill.book.table import Facts, Tab, Table

PROGRAM = Owner.PROGRAM


class Session(Table):
    facts: ClassVar[Facts] = Facts(
        name="sessions", excel="Sessions", title="Sessions", help="", key=("session_id",), tab=Tab.DAILY
    )

    session_id: Annotated[Id, Column(title="Session", help="")]
    day: Annotated[Day | None, Column(title="Day", help="")] = None
    minutes: Annotated[Whole | None, Column(title="Minutes", help="")] = None
    status: Annotated[Text | None, Column(title="Billing", help="", owner=PROGRAM)] = None
    problems: Annotated[Text | None, Column(title="Problems", help="", owner=PROGRAM)] = None


class Slip(Table):
    facts: ClassVar[Facts] = Facts(
        name="slips", excel="Slips", title="Slips", help="", key=("rule",), tab=Tab.PROGRAM, owner=PROGRAM
    )

    rule: Annotated[Id, Column(title="Rule", help="", owner=PROGRAM)]
    place: Annotated[Text | None, Column(title="Place", help="", owner=PROGRAM)] = None
    amount: Annotated[Whole | None, Column(title="Amount", help="", owner=PROGRAM)] = None
    seen: Annotated[Day | None, Column(title="First seen", help="", owner=PROGRAM)] = None
    reason: Annotated[Text | None, Column(title="Reason", help="")] = None


class Owed(Table):
    facts: ClassVar[Facts] = Facts(
        name="owed", excel="Owed", title="Owed", help="", key=("payer",), tab=Tab.PROGRAM, owner=PROGRAM
    )

    payer: Annotated[Id, Column(title="Payer", help="", owner=PROGRAM)]
    cents: Annotated[Whole | None, Column(title="Cents", help="", owner=PROGRAM)] = None


REGISTRY: dict[str, type[Table]] = {table.facts.name: table for table in (Session, Slip, Owed)}

"""Settings: the clinic's own choices, one a row (handbook §1.18)."""

from typing import Annotated, ClassVar

from xl_massbill.book.column import Column, Id, Need, Text
from xl_massbill.book.recurring import Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off


class Setting(Table):
    """One setting with its value and what it does."""

    facts: ClassVar[Facts] = Facts(name="settings", excel="Settings", title="Settings", help="How the program behaves in your clinic. Change the value, not the key.", key=("key",), tab=Tab.MASTER)

    key: Annotated[Id, Column(title="Setting", help="Name of the setting; leave it as it is.", example="claim_prefix", need=Need.REQUIRED, width=28)]
    value: Annotated[Id | None, Column(title="Value", help="Your choice; column Meaning says what is allowed.", example="CR", width=20)] = None
    help: Annotated[Text | None, Column(title="Meaning", help="What the setting does.", example="First letters of every claim number.", width=70)] = None
    problems: Problems = None

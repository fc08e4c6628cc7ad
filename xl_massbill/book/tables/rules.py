"""Rules: the rule catalogue, with the clinic's own severity and limits (handbook §1.17)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Day, Id, Money, Owner, Text, Whole, YesNo
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
PROGRAM = Owner.PROGRAM


class Rule(Table):
    """One rule with what the clinic decided about it."""

    facts: ClassVar[Facts] = Facts(name="rules", excel="Rules", title="Rules", help="Every check the program makes. You may change severity and limits, and confirm rules that are unsure.", key=("rule_id",), tab=Tab.REFERENCE, owner=Owner.PROGRAM)

    rule_id: Annotated[Id, Column(title="Rule", help="Number of the rule.", example="REF-003", owner=PROGRAM)]
    group: Annotated[Id | None, Column(title="Group", help="Group of the rule.", example="REF", owner=PROGRAM)] = None
    title: Annotated[Text | None, Column(title="What it checks", help="The rule in a few words.", example="order not expired", width=34, owner=PROGRAM)] = None
    severity_default: Annotated[Literal["error", "warning", "info"] | None, Column(title="Severity as shipped", help="How much a finding matters unless you say otherwise.", example="error", owner=PROGRAM)] = None
    severity_override: Annotated[Literal["error", "warning", "info"] | None, Column(title="Your severity", help="Your own choice; blank keeps the shipped one.", example="warning", accepts={"E": "error", "W": "warning", "I": "info"})] = None
    enabled: Annotated[YesNo | None, Column(title="Enabled", help="N switches the rule off; better acknowledge single findings.", example="Y")] = None
    params: Annotated[Text | None, Column(title="Limits", help="Numbers the rule uses, as JSON.", example='{"days": 14}', width=24)] = None
    certainty: Annotated[Literal["R", "G", "D"] | None, Column(title="Certainty", help="R = read in a source, G = general knowledge, gives warnings only until confirmed, D = our own decision.", example="R", owner=PROGRAM)] = None
    confirmed_by: Annotated[Text | None, Column(title="Confirmed by", help="Who in the office confirmed the rule.", example="Kim")] = None
    confirmed_on: Annotated[Day | None, Column(title="Confirmed on", help="The day it was confirmed.", example="2026-01-02")] = None
    open_now: Annotated[Whole | None, Column(title="Open now", help="How many findings of the rule the last check left open.", example="4", owner=PROGRAM)] = None
    acknowledged_now: Annotated[Whole | None, Column(title="Acknowledged now", help="How many warnings of the rule are acknowledged.", example="1", owner=PROGRAM)] = None
    denials: Annotated[Whole | None, Column(title="Denials it prevents", help="How many denied lines the rule would have prevented, by the reasons on sheet CARC.", example="3", owner=PROGRAM)] = None
    denied_amount: Annotated[Money | None, Column(title="Denied amount", help="The charges of these lines.", example="540.00", owner=PROGRAM)] = None
    source: Annotated[Text | None, Column(title="Source", help="Where the rule comes from.", example="handbook §6.4", width=24, owner=PROGRAM)] = None
    fix_hint: Annotated[Text | None, Column(title="How to mend it", help="What to do about a finding.", width=40, owner=PROGRAM)] = None
    message_template: Annotated[Text | None, Column(title="Message", help="The words of a finding.", width=40, rare=True, owner=PROGRAM)] = None
    payer_scope: Annotated[Text | None, Column(title="Payers", help="Which payers it is for; * = all.", example="*", rare=True, owner=PROGRAM)] = None
    changed_by: Annotated[Text | None, Column(title="Changed by", help="Who changed the row last.", rare=True, owner=PROGRAM)] = None
    changed_on: Annotated[Day | None, Column(title="Changed on", help="When the row was changed last.", rare=True, owner=PROGRAM)] = None

"""What is to be done today, as formulas on Home over the sheet WorkList: how many, how much, and what first.

All looks at the day for which the list was made, which the heading names: no formula here asks the clock.

Source: handbook §10.4 (work list), §10.6 (promises); DESIGN §5 (Home).
"""

from __future__ import annotations

from xl_massbill.book.table import Table
from xl_massbill.template.conditional import SOON
from xl_massbill.template.home_leaks import Leak
from xl_massbill.template.references import column, place


def heading(table: type[Table]) -> str:
    """Return the formula of the heading."""
    day = column(table, "as_of")
    return f'=IF(COUNT({day})=0,"To do","To do, as of "&TEXT(MAX({day}),"yyyy-mm-dd"))'


def first(table: type[Table]) -> str:
    """Return the formula of the sentence that names the most urgent row."""
    action, claim, patient = (
        f"INDEX({column(table, n)},1)" for n in ("next_action", "claim_id", "patient_id")
    )
    about = f'IF({claim}="","patient "&{patient},"claim "&{claim})'
    return (
        f'=IF(COUNT({column(table, "rank")})=0,"No work list yet: button Work list makes it.",'
        f'"First: "&{action}&" ("&{about}&")")'
    )


def work(table: type[Table]) -> tuple[Leak, ...]:
    """Return the lines: what is due, what a deadline presses, and which promises were not kept."""
    balance, to = column(table, "balance"), place(table)

    def of(criteria: str) -> tuple[str, str]:
        return f"COUNTIFS({criteria})", f"SUMIFS({balance},{criteria})"

    due = of(f'{column(table, "due_on")},"<="&MAX({column(table, "as_of")})')
    soon = of(f'{column(table, "days_left")},"<={SOON}"')
    broken = of(f'{column(table, "flags")},"*PROMISE_BROKEN*"')
    return (
        Leak("Due now", *due, "the most urgent first", to),
        Leak("Deadline near", *soon, f"passed, or {SOON} days or less left", to),
        Leak("Promise not kept", *broken, "call again", to),
    )

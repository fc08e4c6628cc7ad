"""The formulas of sheet Dashboard: sums over table KPIs for the months, payer and therapist that are chosen.

Whoever is asked for stands in cells that a person may change; what they come to (first and last day, days,
criteria) is worked out once, in hidden columns, and every other formula looks there.

Source: handbook §10.8; Microsoft's page "SUMIFS function" (criteria, wildcards).
"""

from __future__ import annotations

from collections.abc import Mapping

from xl_massbill.book.table import Table
from xl_massbill.codes.key_figures import KeyFigure, Unit
from xl_massbill.template.references import column

FROM, TO, PAYER, THERAPIST = "D3", "F3", "H3", "K3"
"""The cells that a person may change."""

AS_OF, FIRST, LAST, DAYS, OF_PAYER, OF_THERAPIST = (f"$V${row}" for row in (2, 3, 4, 5, 6, 7))
"""The cells with what those come to."""

_TINY = "1000000"
ALL = '"*"'


class Sums:
    """Formulas without their leading "=" over the tables of a workbook."""

    def __init__(self, tables: Mapping[str, type[Table]]) -> None:
        kpis = tables["kpis"]
        self._above, self._below, self.claims = (column(kpis, n) for n in ("above", "below", "claims"))
        self._measure, self._part, self._month = (column(kpis, n) for n in ("measure", "part", "month"))
        self._payer, self._therapist = column(kpis, "payer_id"), column(kpis, "therapist_id")
        self._as_of, self.basis = column(kpis, "as_of"), column(kpis, "basis")
        self.payers, self.payer_names = (column(tables["payers"], n) for n in ("payer_id", "name"))
        self.therapists = column(tables["therapists"], "therapist_id")
        self.codes, self.words = (column(tables["carc"], n) for n in ("code", "short_own_wording"))

    def chosen(self) -> dict[str, tuple[str, str]]:
        """Return for each hidden cell what it is, and its formula; before the first run there is no day."""
        months_back = f"DATE(YEAR({LAST}),MONTH({LAST})-11,1)"
        first_typed = f"DATE(YEAR({FROM}),MONTH({FROM}),1)"
        last_typed = f"MIN({AS_OF},DATE(YEAR({TO}),MONTH({TO})+1,1)-1)"
        return {
            AS_OF: ("As of", f"MAX({self._as_of})"),
            FIRST: ("First day", f"IF({AS_OF}=0,0,IF(COUNT({FROM})=0,{months_back},{first_typed}))"),
            LAST: ("Last day", f"IF({AS_OF}=0,0,IF(COUNT({TO})=0,{AS_OF},{last_typed}))"),
            DAYS: ("Days", f"IF({AS_OF}=0,0,{LAST}-{FIRST}+1)"),
            OF_PAYER: ("Payer", f'IF({PAYER}="",{ALL},{PAYER}&"")'),
            OF_THERAPIST: ("Therapist", f'IF({THERAPIST}="",{ALL},{THERAPIST}&"")'),
        }

    def above(self, measure: str, *more: str, month: str = "") -> str:
        """Return the sum above the line within the months, or of one month; `more` are criteria."""
        return self._sum(self._above, measure, (*self._within(month), *more))

    def below(self, measure: str, *more: str, month: str = "") -> str:
        """Return the sum below the line in the same way."""
        return self._sum(self._below, measure, (*self._within(month), *more))

    def counted(self, measure: str, *more: str, month: str = "") -> str:
        """Return the number of claims in the same way."""
        return self._sum(self.claims, measure, (*self._within(month), *more))

    def standing(self, measure: str, *more: str) -> str:
        """Return the sum above the line of what belongs to no month."""
        return self._sum(self._above, measure, more)

    def part(self, words: str) -> str:
        """Return the criterion for one part of a measure: words in quotes, a cell, or a column of words."""
        return f"{self._part},{words}"

    def payer(self, words: str) -> str:
        """Return the criterion for a payer."""
        return f"{self._payer},{words}"

    def therapist(self, words: str) -> str:
        """Return the criterion for a therapist."""
        return f"{self._therapist},{words}"

    def of(self, figure: KeyFigure) -> tuple[str, str]:
        """Return the two sums of a figure; one about what is owed looks at no month."""
        if figure.key == "days_in_ar":
            return f"{self.standing(figure.key)}*{DAYS}", self.below(figure.key)
        if figure.is_standing:
            return self.standing(figure.key), self._sum(self._below, figure.key, ())
        return self.above(figure.key), self.below(figure.key)

    def nth(self, sizes: str, of: str, place: int) -> str:
        """Return the size of the nth largest of a column; of a tie the lower row is larger."""
        return f"IFERROR(SUMPRODUCT(LARGE({sizes}+ROW({of})/{_TINY},{place})),0)"

    def row(self, sizes: str, of: str, size: str) -> str:
        """Return the row of the table whose size stands in a cell; 0 for what is less than a cent."""
        found = f"(ABS({sizes}+ROW({of})/{_TINY}-{size})<0.0000001)*(ROW({of})-MIN(ROW({of}))+1)"
        return f"IF({size}<0.005,0,SUMPRODUCT({found}))"

    def _sum(self, of: str, measure: str, more: tuple[str, ...]) -> str:
        criteria = [f'{self._measure},"{measure}"', *more]
        criteria += [f"{self._payer},{OF_PAYER}", f"{self._therapist},{OF_THERAPIST}"]
        return f"SUMIFS({of},{','.join(criteria)})"

    def _within(self, month: str) -> tuple[str, ...]:
        if month:
            return (f"{self._month},{month}",)
        return f'{self._month},">="&{FIRST}', f'{self._month},"<="&{LAST}'


def quotient(above: str, below: str, otherwise: str = '"unknown"') -> str:
    """Return a quotient that is unknown where there is nothing to divide by."""
    return f"IF({below}=0,{otherwise},{above}/{below})"


def meets(figure: KeyFigure, value: str) -> str:
    """Return whether a value meets the aim, as a word."""
    if not figure.sign:
        return '""'
    bound = figure.bound if figure.unit is not Unit.PERCENT else round(figure.bound, 4)
    return f'IF(ISNUMBER({value}),IF({value}{figure.sign}{bound:g},"yes","no"),"")'

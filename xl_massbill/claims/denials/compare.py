"""Which facts matter to a denial, by what its reason and remarks are about; then those facts, side by side.

Source: handbook §9.2 (column "Compare in workbook"), §9.1 (step 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from xl_massbill.claims.denials import order_facts, record_facts, service_facts
from xl_massbill.claims.denials.case import Case
from xl_massbill.claims.denials.comparison import Compared, Comparison
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.reasons import remarks_of
from xl_massbill.claims.denials.rows import Denial

Fact = Callable[[Case], Compared]
s, o, r = service_facts, order_facts, record_facts
_BASIS: tuple[Fact, ...] = (s.code, o.day)
TOPICS: dict[str, tuple[Fact, ...]] = {
    "PATIENT_SHARE": (o.share, o.benefits),
    "CODE": (s.modifiers, s.units, s.place, s.diagnoses),
    "PLACE": (s.place, o.approval),
    "PATIENT_DATA": (r.person, o.order_of_plans),
    "PROVIDER": (r.therapist, r.licence, o.benefits),
    "DIAGNOSIS": (s.diagnoses, r.note),
    "CLERICAL": (
        s.modifiers,
        s.units,
        s.diagnoses,
        s.place,
        o.prescriber,
        o.approval,
        r.therapist,
        s.other_lines,
    ),
    "DUPLICATE": (s.modifiers, s.charge, s.other_lines, r.filing),
    "OTHER_PAYER": (o.order_of_plans, r.accident, o.benefits),
    "COVERAGE": (o.benefits, r.therapist, o.order_of_plans),
    "TIMELY": (r.filing,),
    "LIMIT": (s.units, o.visits, o.approval, r.note),
    "AUTHORISATION": (o.approval, o.prescriber, o.visits),
    "NECESSITY": (r.note, s.units, s.times, s.diagnoses, o.prescriber, o.visits, o.benefits),
    "BUNDLING": (s.modifiers, s.other_lines, s.times),
    "PRICE": (s.units, s.charge, o.benefits),
    "DOCUMENTATION": (r.note, s.times, s.units, r.therapist),
    "ORDER": (o.prescriber, s.diagnoses, o.visits),
    "SPAN": (o.span,),
    "APPEAL": (r.filing, o.approval, r.note),
    "OPEN": (r.accident, o.order_of_plans),
    "PAYER_RULE": (r.note, s.units, o.visits, o.approval),
}
"""The facts that matter to a reason of a category (sheet CARC, column Category)."""
_EVERY: tuple[Fact, ...] = tuple(dict.fromkeys(fact for topic in TOPICS.values() for fact in topic))


def compare(desk: Desk, denial: Denial, image: Mapping[str, str] | None = None) -> Comparison:
    """Return the facts that matter to a denied line, on five sides; `image` is who was sent."""
    case = Case(desk, denial, image)
    facts = dict.fromkeys([*_BASIS, *_facts(desk, denial)])
    rows = tuple(row for fact in facts if (row := fact(case)).cells)
    return Comparison(denial.denial_id, rows, tuple(_missing(case)))


def _facts(desk: Desk, denial: Denial) -> Iterator[Fact]:
    """Yield what reason and remarks are about; where nobody knows that, everything."""
    about = [desk.reason(denial).category, *(remark.category for remark in remarks_of(denial, desk.cells))]
    known = [category for category in dict.fromkeys(about) if category in TOPICS]
    for category in known:
        yield from TOPICS[category]
    if not known:
        yield from _EVERY


def _missing(case: Case) -> Iterator[str]:
    """Yield what the workbook should have of this line and has not."""
    if case.claim is None:
        yield f"claim {case.denial.claim_id} is not on sheet Claims"
    elif case.line is None:
        yield "its line is not on sheet ClaimLines"
    elif case.visit is None:
        yield "its visit is not on sheet Visits"
    else:
        if case.note is None:
            yield f"visit {case.visit_id} has no row on sheet Notes"
        if case.plan is None:
            yield "its plan is not on sheet Coverage"

"""x12sdk takes our made-up 271 answers for valid, and sees the same statements in them.

It cannot read EB09 and does not part EB03 at ^: statements with these are left out here (test_differential says more).
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from x12sdk.io import X12ModelReader

from tests.remits.plans271 import answer, june, persons, plans

pytestmark = pytest.mark.judge


def judged(text):
    """Return EB01, EB03, EB06, EB07 and EB08 of each statement as x12sdk reads them."""
    found = []
    with X12ModelReader(text) as reader:
        for model in reader.models():
            (subscriber,) = model.loop_2000a[0].loop_2000b[0].loop_2000c
            for loop in subscriber.loop_2100c.loop_2110c:
                eb = loop.eb_segment
                amount = None if eb.benefit_amount is None else int(eb.benefit_amount * 100)
                share = None if eb.benefit_percent is None else Decimal(str(eb.benefit_percent))
                codes = tuple(_code(one) for one in eb.service_type_code)
                found.append(
                    (
                        _code(eb.eligibility_benefit_information),
                        codes,
                        _code(eb.time_period_qualifier),
                        amount,
                        share,
                    )
                )
    return found


def _code(value):
    return "" if value is None else str(getattr(value, "value", value))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_the_made_up_answers_are_valid_and_read_alike(plan):
    lines = [
        line for line in plan[1] if not line.startswith("HSD") and "*VS*" not in line and "^" not in line
    ]
    text = answer(june(*lines))
    (person,) = persons(text)
    ours = [(b.information, b.services, b.period, b.cents, b.share) for b in person.benefits]
    assert ours and ours == judged(text)

"""What our own writer makes: of the sample practice nothing is wrong, of random claims nothing in their structure."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.claims.test_sample_claims import claims, data  # noqa: F401 - fixtures
from tests.forms.claims_strategy import batches, controls, partners_ends
from tests.forms.x837p.test_round_trip import written
from xl_massbill.forms.x837p.lint import lint

STRUCTURE = (
    "L-ENV",
    "L-SEG",
    "L-LOOP",
    "L-HL",
    "L-ELE",
    "L-TEXT",
    "L-LX",
    "L-LEVEL",
    "L-DATE",
    "L-CLM-SUM",
    "L-PTR",
    "L-NPI",
)


def test_the_sample_practice_sends_right_claims(claims, data):  # noqa: F811
    assert [one.message for one in lint(data)] == []
    assert len(claims[0]) > 20


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(batches(most=4), controls(), partners_ends())
def test_the_structure_of_random_claims_is_right(batch, control, ends):
    found = list(lint(written(batch, control, ends), today="20991231"))
    assert not [(one.id, one.place, one.message) for one in found if one.id.startswith(STRUCTURE)]

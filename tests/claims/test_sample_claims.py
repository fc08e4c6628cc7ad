"""Every claim of the sample practice, from its rows to a file that two outside programs understand."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from tests.forms.x837p.judges import accepts, understood
from tests.workbooks import workbook_of
from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.tables import TABLES
from xl_massbill.claims.build import Builder, claim_ids, drafts
from xl_massbill.claims.control import Control
from xl_massbill.claims.parties import Parties
from xl_massbill.commands import check
from xl_massbill.commands.select import select
from xl_massbill.forms import x837p
from xl_massbill.sample import AS_OF, sample


@pytest.fixture(scope="module")
def claims():
    """Return the claims of the sample that are ready to go, and the parties that send them."""
    seeds = {name: seed_rows(name) for name in TABLES if seed_rows(name)}
    checked = check.check(workbook_of(seeds | sample(billed=False).tables), AS_OF)
    chosen = select(checked.lines, checked.outcome, checked.waived, "837P")
    found = drafts(checked.lines, chosen.lines)
    ids = claim_ids("CR", AS_OF, 1, len(found))
    return list(Builder(checked.lines).claims(found, ids)), Parties(checked.lines.records)


@pytest.fixture(scope="module")
def data(claims):
    made, parties = claims
    out = io.BytesIO()
    control = Control(1, 1, 1, "B000001", "T", dt.datetime(2026, 9, 30, 17, 30))
    x837p.write(made, x837p.Partners(parties.submitter(), parties.receiver()), control, out)
    return out.getvalue()


@pytest.mark.judge
def test_pyx12_accepts_the_file(data):
    assert accepts(data)


@pytest.mark.judge
def test_x12sdk_reads_back_the_same_claims(claims, data):
    seen = understood(data)
    assert [(s.claim_id, s.charge, len(s.lines)) for s in seen] == [
        (c.claim_id, c.total, len(c.lines)) for c in claims[0]
    ]
    assert [line for s in seen for line in s.lines] == [
        (line.code, line.modifiers, line.charge, line.units) for c in claims[0] for line in c.lines
    ]


def test_every_kind_of_payer_that_takes_837p_is_there(claims):
    kinds = {c.payer.payer_type for c in claims[0]}
    assert kinds >= {"COMMERCIAL", "BCBS", "AUTO_PIP", "VA_CCN"}
    assert len(claims[0]) > 250


def test_totals_add_up(claims):
    for claim in claims[0]:
        assert claim.total == sum(line.charge for line in claim.lines)
        assert all(1 <= p <= len(claim.diagnoses) for line in claim.lines for p in line.pointers)
        assert all(line.pointers for line in claim.lines)

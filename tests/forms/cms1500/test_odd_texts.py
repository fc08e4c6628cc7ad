"""Whatever an office has typed, the form is written: in letters the printer has, on its grid, with remarks."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pdfplumber
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forms.claims_strategy import claims
from tests.forms.cms1500.bills import SECONDARY
from xl_massbill.claims.claim import Address, Claim, Name, Provider, ServicePlace
from xl_massbill.forms.cms1500 import pages, write_pdf, write_preview, write_print_image
from xl_massbill.forms.cms1500.geometry import FIELDS
from xl_massbill.forms.cms1500.grid import rows

ANY = st.text(max_size=90) | st.text(
    "\x00\x07\x1b\f\r\n\t\ud800\u202e王Жعßﬁ\u0301()\\ ,.-'\"&/*~", max_size=60
)


@st.composite
def odd_claims(draw: st.DrawFn) -> Claim:
    """A claim every text of which may be anything."""
    names = st.builds(Name, ANY, ANY, ANY, ANY, st.booleans())
    places = st.builds(Address, ANY, ANY, ANY, ANY, ANY)
    who = st.builds(Provider, names, ANY, ANY, ANY, ANY, ANY)
    line = st.builds(
        replace,
        st.just(SECONDARY.lines[0]),
        code=ANY,
        modifiers=st.lists(ANY, max_size=6).map(tuple),
        description=ANY,
        place_of_service=ANY,
        pointers=st.lists(st.integers(-1, 14), max_size=6).map(tuple),
        charge=st.decimals(0, 10_000_000, places=2),
    )
    changes: dict[str, Any] = {
        name: draw(ANY)
        for name in (
            "claim_id", "frequency", "payer_sequence", "place_of_service", "claim_number", "referral_number",
            "authorisation_number", "original_reference", "note",
        )
    }  # fmt: skip
    return replace(
        SECONDARY,
        **changes,
        lines=draw(st.lists(line, max_size=8).map(tuple)),
        diagnoses=draw(st.lists(ANY, max_size=14).map(tuple)),
        claim_codes=draw(st.lists(ANY, max_size=4).map(tuple)),
        billing=replace(
            SECONDARY.billing, name=draw(names), tin=draw(ANY), phone=draw(ANY), address=draw(places)
        ),
        patient=replace(
            SECONDARY.patient, name=draw(names), address=draw(places), sex=draw(ANY), phone=draw(ANY)
        ),
        insured=replace(SECONDARY.insured, name=draw(names), member_id=draw(ANY), relation=draw(ANY)),
        payer=replace(SECONDARY.payer, name=draw(ANY), payer_type=draw(ANY), address=draw(places)),
        rendering=draw(st.none() | who),
        referring=draw(st.none() | who),
        service_place=draw(st.none() | st.builds(ServicePlace, ANY, ANY, places)),
    )


def holds(claim: Claim) -> None:
    form = pages(claim)
    for page in form.pages:
        assert all(text.isascii() and text.isprintable() for text in page.values())
        assert all(0 < len(text) <= FIELDS[box].width for box, text in page.items())
        assert [len(row) for row in rows(page)] == [80] * 66
    for remark in form.remarks:
        assert remark.why or remark.length > remark.fits == FIELDS[remark.box].width
        assert remark.sentence()


@given(odd_claims())
@settings(max_examples=150, deadline=None)
def test_odd_claims_are_laid_out(claim: Claim) -> None:
    holds(claim)


@given(st.lists(odd_claims(), min_size=1, max_size=2))
@settings(max_examples=25, deadline=None)
def test_odd_claims_are_written(some: list[Claim]) -> None:
    sheets = sum(len(pages(claim).pages) for claim in some)
    out = BytesIO()
    write_print_image(some, out)
    assert out.getvalue().count(b"\f") == sheets - 1
    for write in (write_pdf, write_preview):
        out = BytesIO()
        write(some, out)
        with pdfplumber.open(out) as book:
            assert len(book.pages) == sheets


@given(claims(most_lines=14))
@settings(max_examples=100, deadline=None)
def test_likely_claims_are_laid_out(claim: Claim) -> None:
    holds(claim)
    form = pages(claim)
    assert len(form.pages) == -(-len(claim.lines) // 6)
    assert sum(f"24A.{n}.from" in page for page in form.pages for n in range(1, 7)) == len(claim.lines)
    cut = {(r.box, r.page) for r in form.remarks if r.length}
    full = {(box, page) for page, texts in enumerate(form.pages, 1) for box in texts}
    assert all((box, page) in full or FIELDS[box].whole for box, page in cut if page)

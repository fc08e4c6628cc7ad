"""Questions about benefits out of the air, for tests of the 270. All persons and payers are invented."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from hypothesis import strategies as st

from xl_massbill.claims.claim import Address, BillingProvider, Name, TradingPartner
from xl_massbill.claims.control import Control
from xl_massbill.forms.x270 import Inquiry, Person, Question, write
from xl_massbill.x12.delimiters import CHOICES, PLAIN, Style, chosen

MADE = dt.datetime(2026, 5, 6, 9)
CLINIC = BillingProvider(
    name=Name("Cedar River Massage Therapy PLLC", is_person=False),
    npi="1999999117",
    tin="912345678",
    tin_type="EI",
    taxonomy="225700000X",
    address=Address("1450 Rainier Ave S", "", "Seattle", "WA", "981441234"),
    contact="Billing Office",
    phone="2065550100",
)
DAY = dt.date(2026, 5, 8)
HARPER = Person(Name("Harper", "June", "A"), dt.date(1984, 2, 17), "F")
SON = Person(Name("Harper", "Theo"), dt.date(2015, 3, 1), "M")


def inquiry(number: int = 102, style: Style = PLAIN, usage: str = "T") -> Inquiry:
    control = Control(number, number, number, f"Q{number:06d}", usage, MADE)
    ends = TradingPartner("Cedar River", "CEDARRIVER"), TradingPartner("Clearinghouse", "CLEARHOUSE")
    return Inquiry(*ends, CLINIC, control, style)


def question(n: int = 1, **cells) -> Question:
    usual = {
        "trace": f"Q000102-{n:03d}",
        "payer_name": "Evergreen Health Plan",
        "edi_payer_id": "EHP01",
        "member_id": "EHP445566701",
        "subscriber": HARPER,
        "day": DAY,
        "services": ("30", "PT", "BE"),
    }
    return Question(**usual | cells)


def written(questions, of: Inquiry | None = None) -> bytes:
    out = BytesIO()
    write(questions, of or inquiry(), out)
    return out.getvalue()


_letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzéñß'- ", min_size=1, max_size=12)
_name = _letters.filter(lambda text: any(sign.isalpha() for sign in text))
_days = st.dates(dt.date(1920, 1, 1), dt.date(2030, 12, 31))
people = st.builds(
    Person,
    st.builds(Name, _name, _name, st.one_of(st.just(""), _name), st.just("")),
    st.one_of(st.none(), _days),
    st.sampled_from("FMU"),
)


@st.composite
def asked(draw) -> list[Question]:
    """Return questions sorted by payer, as the command hands them over."""
    found = []
    for n in range(draw(st.integers(1, 8))):
        payer = draw(st.sampled_from("ABC"))
        found.append(
            question(
                n,
                payer_name=f"Payer {payer}",
                edi_payer_id=f"{payer}01",
                member_id=draw(st.text("ABCDEFGH0123456789", min_size=2, max_size=20)),
                subscriber=draw(people),
                patient=draw(st.one_of(st.none(), people)),
                day=draw(_days),
                services=tuple(
                    draw(
                        st.lists(
                            st.sampled_from(("30", "PT", "BE", "33", "AE")),
                            min_size=1,
                            max_size=4,
                            unique=True,
                        )
                    )
                ),
            )
        )
    return sorted(found, key=lambda one: one.edi_payer_id)


styles = st.builds(
    Style,
    st.permutations(CHOICES).map(lambda signs: chosen("".join(signs[:4]))),
    st.booleans(),
    st.booleans(),
)

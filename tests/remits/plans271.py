"""Makes 271 answers from a plan that is known, with noise that must not change what is read. All invented."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from tests.remits.written import BENEFITS, whole
from xl_massbill.book.finding import Finding
from xl_massbill.remits.kinds import sets_of
from xl_massbill.remits.read271 import PersonBenefits, read_271

HEAD = ["HL*1**20*1", "NM1*PR*2*EVERGREEN*****PI*EHP01", "HL*2*1*21*1", "NM1*1P*2*CEDAR*****XX*1999999117"]
DAY = dt.date(2026, 5, 6)


def answer(*persons: list[str], reference: str = "Q000101", day: str = "20260506") -> str:
    """Return a 271 with the blocks of persons, whose levels are numbered here (a block begins with 22 or 23)."""
    lines = [f"BHT*0022*11*{reference}*{day}*1200", *HEAD]
    level, subscriber = 2, 2
    for level, person in enumerate(persons, 3):
        kind, *rest = person
        parent = subscriber if kind == "23" else 2
        subscriber = level if kind == "22" else subscriber
        lines += [f"HL*{level}*{parent}*{kind}*0", *rest]
    return whole(BENEFITS, [lines], 605)


def june(
    *benefits: str, trace: str = "Q000101-001", member: str = "EHP445566701", born: str = "19840217"
) -> list[str]:
    """Return the block of a subscriber."""
    return [
        "22",
        *([f"TRN*2*{trace}*1912345678"] if trace else []),
        f"NM1*IL*1*HARPER*JUNE****MI*{member}",
        *([f"DMG*D8*{born}*F"] if born else []),
        *benefits,
    ]


def persons(text: str) -> list[PersonBenefits]:
    findings: list[Finding] = []
    found = []
    for one in sets_of(text.encode(), "file", findings):
        found += read_271(one, findings)
    return found


def money(cents: int) -> str:
    return f"{cents / 100:.2f}".rstrip("0").rstrip(".")


amounts = st.integers(0, 900_000)
shares = st.integers(0, 20).map(lambda n: Decimal(n) / 20)
NOISE = (
    "EB*1**35*GP",
    "EB*C*FAM*30***23*99999*****W",
    "EB*C*IND*30***23*88888*****N",
    "EB*C*FAM*30***29*77777*****Y",
    "EB*G*FAM*30***23*66666*****Y",
    "EB*G*IND*30***23*55555*****N",
    "EB*C*IND*35***23*44444*****Y",
    "EB*B**33***27*33.33",
    "EB*B**BE***27*22.22*****N",
    "EB*A**BE*****.77****N",
    "EB*A**35*****.5",
    "EB*F**33***23***VS*99",
    "EB*F**BE***23***VS*98**N",
    "EB*D**30",
    "EB*B**98***27*40**~MSG*SPECIALIST",
)


@st.composite
def plans(draw) -> tuple[dict[str, object], list[str]]:  # noqa: C901 - one part of a plan after the other
    """Return what is said of an in-network plan by column of Coverage, and its segments with noise among them."""
    service = draw(st.sampled_from(("BE", "PT")))
    truth: dict[str, object] = {"active_on_dos": True, "verified_on": DAY}
    lines = ["EB*1**30*HM*GOLD"]
    if draw(st.booleans()):
        truth["pa_required"] = draw(st.sampled_from("YN"))
        lines.append(f"EB*D**{service}********{truth['pa_required']}*Y")
    if service == "BE" and draw(st.booleans()):
        truth["massage_covered"] = draw(st.sampled_from("YN"))
        lines.append("EB*1**BE" if truth["massage_covered"] == "Y" else "EB*I**BE")
    for code, total, met in (("C", "deductible_total", "deductible_met"), ("G", "oop_max", "oop_met")):
        amount, left = sorted((draw(amounts), draw(amounts)), reverse=True)
        way = draw(st.integers(0, 3))
        if way:
            truth[total] = amount
            lines.append(f"EB*{code}*IND*30***23*{money(amount)}*****Y")
        if way == 2:
            truth[met] = amount - left
            lines.append(f"EB*{code}*IND*30***29*{money(left)}*****{draw(st.sampled_from(('Y', 'W', '')))}")
        if way == 3:
            truth[met] = left
            lines.append(f"EB*{code}*IND*30***24*{money(left)}*****Y")
    if draw(st.booleans()):
        truth["copay"] = draw(amounts)
        lines += [f"EB*B**{service}^98***27*{money(truth['copay'])}*****Y"] * draw(st.integers(1, 2))
    if draw(st.booleans()):
        truth["coinsurance_pct"] = draw(shares)
        lines.append(f"EB*A**{service}*****{truth['coinsurance_pct']}****W")
    if draw(st.booleans()):
        truth["visits_allowed"] = draw(st.integers(0, 60))
        period, word = draw(st.sampled_from((("23", "CALENDAR"), ("22", "PLAN_YEAR"), ("32", "LIFETIME"))))
        truth["visit_period"] = word
        lines.append(
            draw(
                st.sampled_from(
                    (
                        f"EB*F**{service}***{period}***VS*{truth['visits_allowed']}**Y",
                        f"EB*F**{service}*********Y~HSD*VS*{truth['visits_allowed']}***{period}*1",
                    )
                )
            )
        )
    noise = draw(st.lists(st.sampled_from(NOISE), max_size=6, unique=True))
    if service == "PT":
        noise = [one for one in noise if "*BE*" not in one]
    mixed = draw(st.permutations([*lines, *noise]))
    return truth, [part for line in mixed for part in line.split("~")]

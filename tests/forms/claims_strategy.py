"""Random claims that any form must be able to carry: hypothesis strategies for `Claim` values.

`claims(claim_id)` makes one, `batches()` a list with different numbers, `controls()` and `partners_ends()` what a
file needs besides. Names and texts hold accents, quotes and delimiters on purpose, but always something sendable.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from tests.forms.other_payer_strategy import other_payers
from xl_massbill.claims.claim import (
    Accident,
    Address,
    Attachment,
    BillingProvider,
    Claim,
    Insured,
    Name,
    Patient,
    Payer,
    Provider,
    ServiceLine,
    ServicePlace,
    Span,
    TradingPartner,
)
from xl_massbill.claims.control import Control
from xl_massbill.x12.delimiters import CHOICES, PLAIN, Style, chosen

STATES = ["WA", "OR", "CA", "NY", "TX"]
CODES = ["97124", "97140", "97010", "97112", "97139"]
MODIFIERS = ["GP", "59", "XS", "76", "GY", "KX"]
DIAGNOSES = [
    "M54.2", "M54.50", "M54.59", "M546", "m62.838", "M79.18", "S16.1XXD", "S13.4XXD", "S39012D", "G44.209", "R51.9",
    "M25.511", "M25.512", "M99.01",
]  # fmt: skip
DATES = ("454", "304", "444", "453", "297", "296", "435", "096", "090", "091")
OFF_WORK = [
    Span(date(2026, 1, 5), date(2026, 2, 6)),
    Span(date(2026, 1, 5), None),
    Span(None, date(2026, 2, 6)),
]
RELATIONS = ["01", "19", "20", "21", "39", "40", "53", "G8"]
ODD = "abcXYZ019 éñÜßøŁ\u2019\u201c\u2013-'.,()&/*~:^#_\n\t\u00a0王\u200b"


def words(longest: int) -> st.SearchStrategy[str]:
    """Text that is at least two sendable characters long and, once respelt, at most `longest`."""
    head = st.text("ABCdefgh", min_size=2, max_size=4)
    return st.builds(str.__add__, head, st.text(ODD, max_size=(longest - 4) // 2))


def maybe(some: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | some


@st.composite
def npis(draw: st.DrawFn) -> str:
    digits = "1" + draw(st.text("0123456789", min_size=8, max_size=8))
    doubled = [2 * int(d) if i % 2 == 0 else int(d) for i, d in enumerate(digits)]
    return digits + str(-(24 + sum(n - 9 if n > 9 else n for n in doubled)) % 10)


def days(first: date, last: date) -> st.SearchStrategy[date]:
    return st.dates(first, last)


def identifiers(longest: int = 20) -> st.SearchStrategy[str]:
    return st.text("ABCXYZ0123456789", min_size=3, max_size=longest)


def addresses() -> st.SearchStrategy[Address]:
    zips = st.text("0123456789", min_size=5, max_size=5) | st.text("0123456789", min_size=9, max_size=9)
    return st.builds(Address, words(55), maybe(words(55)), words(30), st.sampled_from(STATES), zips)


def people() -> st.SearchStrategy[Name]:
    return st.builds(Name, words(60), maybe(words(35)), maybe(words(25)), maybe(words(10)))


def organisations() -> st.SearchStrategy[Name]:
    return st.builds(Name, words(60), is_person=st.just(False))


def billing_providers() -> st.SearchStrategy[BillingProvider]:
    return st.builds(
        BillingProvider,
        name=organisations() | people(),
        npi=npis(),
        tin=st.text("123456789", min_size=9, max_size=9),
        tin_type=st.sampled_from(["EI", "SY"]),
        taxonomy=st.just("225700000X"),
        address=addresses(),
        contact=words(60),
        phone=st.sampled_from(["2065550100", "(206) 555-0100", "206.555.0100"]),
        pay_to=st.none() | addresses(),
        license=maybe(identifiers()),
    )


def providers(role: str) -> st.SearchStrategy[Provider]:
    return st.builds(
        Provider,
        name=people(),
        npi=npis(),
        role=st.just(role),
        taxonomy=st.sampled_from(["", "225700000X"]),
        license=maybe(identifiers()),
        payer_provider_id=maybe(identifiers()),
        address=st.none() | addresses(),
    )


def referring() -> st.SearchStrategy[Provider | None]:
    return st.none() | st.sampled_from(["DN", "DQ", "DK", ""]).flatmap(providers)


def styles() -> st.SearchStrategy[Style]:
    """Every way in which a file can be spelt."""
    signs = st.permutations(CHOICES).map(lambda drawn: chosen("".join(drawn[:4])))
    return st.builds(Style, signs, st.booleans(), st.booleans())


def payers(version: str, style: Style = PLAIN) -> st.SearchStrategy[Payer]:
    return st.builds(
        Payer,
        payer_id=identifiers(),
        name=words(60),
        edi_payer_id=identifiers(),
        filing_indicator=st.sampled_from(["CI", "BL", "AM", "WC", "VA", "MB"]),
        payer_type=st.just("COMMERCIAL"),
        address=st.none() | addresses(),
        insurance_type=st.sampled_from(["", "12", "47"]),
        version=st.just(version),
        style=st.just(style),
        clinic_number=maybe(identifiers(50)),
        clinic_location=maybe(identifiers(50)),
    )


def insured() -> st.SearchStrategy[Insured]:
    rest = {"group_no": maybe(identifiers(50)), "group_name": maybe(words(60))}
    return st.one_of(
        st.builds(Insured, people(), identifiers(80), st.just("18"), **rest),
        st.builds(Insured, people(), identifiers(80), st.sampled_from(RELATIONS), **rest),
        st.builds(Insured, organisations(), identifiers(80), st.just("20"), **rest),
    )


def patients() -> st.SearchStrategy[Patient]:
    return st.builds(
        Patient,
        patient_id=identifiers(),
        name=people(),
        address=addresses(),
        dob=days(date(1925, 1, 1), date(2015, 12, 31)),
        sex=st.sampled_from("FM"),
        deceased_on=st.none() | days(date(2026, 7, 1), date(2026, 9, 30)),
    )


def accidents() -> st.SearchStrategy[Accident | None]:
    day = days(date(2024, 1, 1), date(2025, 12, 31))
    return st.none() | st.builds(Accident, st.sampled_from(["AA", "EM", "OA"]), day, st.sampled_from(STATES))


def attachments() -> st.SearchStrategy[Attachment | None]:
    ways = st.sampled_from(["BM", "FX", "EL", "EM", "FT", "AA"])
    return st.none() | st.builds(Attachment, st.sampled_from(["OZ", "03", "09"]), ways, identifiers(50))


def money(least: int = 1, most: int = 99_999) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def lines(draw: st.DrawFn, claim_id: str, number: int, diagnoses: int) -> ServiceLine:
    pointers = st.lists(st.integers(1, diagnoses), min_size=1, max_size=min(4, diagnoses), unique=True)
    return ServiceLine(
        number=number,
        visit_id=draw(identifiers()),
        row=draw(st.integers(2, 100_000)),
        day=draw(days(date(2026, 1, 1), date(2026, 6, 30))),
        code=draw(st.sampled_from(CODES)),
        modifiers=tuple(draw(st.lists(st.sampled_from(MODIFIERS), max_size=4, unique=True))),
        units=draw(st.integers(1, 8)),
        charge=draw(money()),
        pointers=tuple(draw(pointers)),
        control=f"{claim_id}-{number}",
        place_of_service=draw(st.sampled_from(["11", "12"])),
        description=draw(maybe(words(80))),
        minutes=draw(st.none() | st.integers(1, 120)),
    )


@st.composite
def claims(
    draw: st.DrawFn,
    claim_id: str = "CR26-000001",
    version: str = "005010X222A1",
    billing: st.SearchStrategy[BillingProvider] | None = None,
    most_lines: int = 6,
    style: Style = PLAIN,
) -> Claim:
    """One valid claim with the given number."""
    diagnoses = draw(st.lists(st.sampled_from(DIAGNOSES), min_size=1, max_size=12, unique=True))
    count = draw(st.integers(1, most_lines))
    service = tuple(draw(lines(claim_id, n, len(diagnoses))) for n in range(1, count + 1))
    frequency, sequence = draw(st.sampled_from("1178")), draw(st.sampled_from("PPS"))
    return Claim(
        claim_id=claim_id,
        frequency=frequency,
        payer_sequence=sequence,
        total=sum((line.charge for line in service), Decimal(0)),
        place_of_service="11",
        diagnoses=tuple(diagnoses),
        lines=service,
        billing=draw(billing_providers() if billing is None else billing),
        insured=draw(insured()),
        patient=draw(patients()),
        payer=draw(payers(version, style)),
        rendering=draw(st.none() | providers("82")),
        referring=draw(referring()),
        accept_assignment=draw(st.booleans()),
        benefits_assigned=draw(st.booleans()),
        release_on_file=draw(st.booleans()),
        claim_number=draw(maybe(identifiers(50))),
        accident=draw(accidents()),
        onset=draw(st.none() | days(date(2025, 10, 1), date(2026, 6, 30))),
        attachment=draw(attachments()),
        referral_number=draw(maybe(identifiers(50))),
        authorisation_number=draw(maybe(identifiers(50))),
        original_reference=draw(identifiers(50)) if frequency in "78" else "",
        patient_paid=draw(st.none() | money(0, 5_000)),
        note=draw(maybe(words(80))),
        service_place=draw(st.none() | st.builds(ServicePlace, words(60), maybe(npis()), addresses())),
        supervising=draw(st.none() | providers("DQ")),
        other_payers=draw(other_payers(service, sequence)),
        claim_codes=tuple(draw(st.lists(st.sampled_from(("W2", "W3", "W4")), max_size=2, unique=True))),
        delay_reason=draw(st.sampled_from(("", "", "1", "11"))),
        medical_record_no=draw(maybe(identifiers(50))),
        jurisdiction_note=draw(maybe(words(80))),
        other_dates=tuple((kind, date(2026, 1, 2)) for kind in sorted(draw(st.sets(st.sampled_from(DATES))))),
        disability=draw(st.none() | st.sampled_from(OFF_WORK)),
    )


def alone(claim: Claim) -> Claim:
    """Return a claim without other payers' answers and with one silent plan at most: more only an 837P holds."""
    silent = tuple(other for other in claim.other_payers if other.paid is None)
    return replace(claim, other_payers=silent[:1], payer_sequence="P")


@st.composite
def batches(
    draw: st.DrawFn,
    most: int = 8,
    version: str = "005010X222A1",
    clinics: int = 2,
    spelt: st.SearchStrategy[Style] | None = None,
) -> list[Claim]:
    """A list of claims with different numbers, of one or more billing providers in runs."""
    billing = st.sampled_from(draw(st.lists(billing_providers(), min_size=1, max_size=clinics)))
    count, style = draw(st.integers(1, most)), draw(st.just(PLAIN) if spelt is None else spelt)
    return [draw(claims(f"CR26-{n:06}", version, billing, style=style)) for n in range(1, count + 1)]


def controls() -> st.SearchStrategy[Control]:
    number = st.integers(1, 999_999)
    return st.builds(
        Control,
        interchange=number,
        group=number,
        st02_first=number,
        batch_id=identifiers(30),
        usage=st.sampled_from("TP"),
        made=st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31)),
    )


def partners_ends() -> st.SearchStrategy[tuple[TradingPartner, TradingPartner]]:
    end = st.builds(TradingPartner, words(60), identifiers(15), st.sampled_from(["ZZ", "30"]))
    return st.tuples(end, end)

"""What all printed forms share: the letterhead, pages, sums, letters, bytes, privacy, and what is refused."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont

from tests.forms import papers
from tests.forms.claims_strategy import alone, claims
from xl_massbill.claims.claim import Claim
from xl_massbill.forms import invoice, statement_lni, superbill, typeface
from xl_massbill.forms.account import Payment, Reduction, account
from xl_massbill.forms.paper import Paper, texts
from xl_massbill.forms.wording import dollars, file_name

Form = tuple[Callable[[], Claim], Callable[[Claim], bytes], Callable[[Claim], Paper]]


def form(make: Callable[[], Claim], module: object, facts: object) -> Form:
    return make, lambda c: module.write(c, facts), lambda c: module.paper(c, facts)  # type: ignore[attr-defined]


FORMS: dict[str, Form] = {
    "invoice": form(papers.auto_claim, invoice, papers.invoice_facts()),
    "superbill": form(papers.paid_claim, superbill, papers.superbill_facts()),
    "statement": form(papers.work_claim, statement_lni, papers.statement_facts()),
}
every_form = pytest.mark.parametrize("of", FORMS.values(), ids=FORMS)


@every_form
def test_letterhead_and_one_page(of: Form) -> None:
    claim, write, _ = of[0](), *of[1:]
    (page,) = papers.pages(write(claim))
    for words in (
        "Cedar River Massage Therapy PLLC",
        "Seattle, WA 98144-1234",
        "(206) 555-0100",
        "91-2345678",
    ):
        assert words in page
    assert claim.claim_id in page and "1999999117" in page
    assert page.splitlines()[-1].endswith("Page 1 of 1")


@every_form
@pytest.mark.parametrize("count", [1, 22, 23, 24, 25, 26, 50])
def test_sums_stay_with_their_rows_on_any_number_of_pages(of: Form, count: int) -> None:
    claim = papers.with_lines(of[0](), count)
    sheets = papers.pages(of[1](claim))
    code = claim.lines[0].code
    rows = [[line for line in sheet.splitlines() if f" {code}" in line] for sheet in sheets]
    assert sum(map(len, rows)) == count
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in sheet
        if rows[number - 1]:
            assert sum("Units" in line for line in sheet.splitlines()) == 1, "the head repeats"
    total = f"Total charges {dollars(claim.total)}"
    (where,) = [number for number, sheet in enumerate(sheets) if total in sheet]
    assert rows[where], "a sum never stands alone"
    lines = sheets[where].splitlines()
    assert lines[lines.index(next(line for line in lines if total in line)) - 1] == rows[where][-1]


@pytest.mark.parametrize("lines", [1, 17, 20, 21, 22, 23])
@pytest.mark.parametrize("payments", [0, 1, 9, 10, 30, 60])
def test_payments_and_balance_stay_together(lines: int, payments: int) -> None:
    claim = replace(papers.with_lines(papers.auto_claim(), lines), patient_paid_at_visit=Decimal(0))
    paid = tuple(Payment(Decimal(1), method=f"receipt {n}") for n in range(payments))
    sheets = papers.pages(invoice.write(claim, replace(papers.invoice_facts(), payments=paid)))
    printed = "\n".join(sheets)
    assert printed.count("Paid by patient") == payments and printed.count(" 97124 GP") == lines
    (last,) = [sheet.splitlines() for sheet in sheets if "Balance due" in sheet]
    at = next(number for number, line in enumerate(last) if "Balance due" in line)
    before = "Amount paid" if payments > 1 else "Paid by patient" if payments else "Total charges"
    assert before in last[at - 1]
    if payments > 1:
        assert f"receipt {payments - 1}" in last[at - 2]
    if payments < 10:
        assert any(" 97124 GP" in line for line in last)


@every_form
def test_no_page_is_empty(of: Form) -> None:
    """Between 20 and 50 lines the text ends at every height of a page."""
    for count in range(20, 50):
        claim = papers.with_lines(of[0](), count)
        last = papers.pages(of[1](claim))[-1].splitlines()
        around = ("Claim no.", f"{claim.billing.name.last} ")
        own = [line for line in last if claim.claim_id not in line and not line.startswith(around)]
        assert own, f"{count} lines"


@every_form
def test_the_sum_is_that_of_the_rows(of: Form) -> None:
    claim = of[0]()
    with pdfplumber.open(BytesIO(of[1](claim))) as document:
        words = [word["text"] for word in document.pages[0].extract_words()]
    charges = [Decimal(line.charge) for line in claim.lines]
    for charge in charges:
        assert f"{charge:.2f}" in words
    assert f"${sum(charges):.2f}" in words


@every_form
def test_nothing_runs_over_the_margin(of: Form) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 8
    claim = papers.named(papers.with_lines(of[0](), 3), long, "Ana María")
    claim = replace(claim, billing=replace(claim.billing, name=replace(claim.billing.name, last=long)))
    with pdfplumber.open(BytesIO(of[1](claim))) as document:
        for page in document.pages:
            assert all(char["x0"] >= 53 and char["x1"] <= 559 for char in page.chars)
            assert all(char["top"] >= 30 and char["bottom"] <= 770 for char in page.chars)
            text = "".join((page.extract_text() or "").split())
            assert "Ana" in text or page.page_number > 1


@every_form
@pytest.mark.parametrize(
    "last", ["Nguyễn", "Łukasiewicz-Żółć", "Ōkubo", "O\u2019Brien & Söhne <b>", "Παπαδόπουλος", "Шевченко"]
)
def test_names_come_out_as_they_are_written(of: Form, last: str) -> None:
    text = papers.text(of[1](papers.named(of[0](), last)))
    assert last in text
    assert typeface.BOX not in text


@every_form
def test_a_letter_that_is_missing_is_shown_as_missing(of: Form) -> None:
    text = papers.text(of[1](papers.named(of[0](), "王小明")))
    assert "□□□" in text
    assert "□ stands for a letter" in text


@every_form
def test_line_breaks_and_odd_signs_do_no_harm(of: Form) -> None:
    text = papers.text(of[1](papers.named(of[0](), "De\nla\t\u202eCruz\x00 ", "Ana\u200b")))
    assert "De la Cruz" in text
    assert typeface.BOX not in text


@every_form
def test_the_same_paper_has_the_same_bytes(of: Form) -> None:
    assert of[1](of[0]()) == of[1](of[0]())


def test_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import hashlib; from tests.forms import papers; from xl_massbill.forms import invoice as i, superbill as s;"
        "a = i.write(papers.auto_claim(), papers.invoice_facts()); b = s.write(papers.paid_claim(), papers.superbill_facts());"
        "print(hashlib.sha256(a + b).hexdigest())"
    )
    found = set()
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "PYTHONPATH": "."}
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
        )
        found.add(run.stdout)
    here = FORMS["invoice"][1](papers.auto_claim()) + FORMS["superbill"][1](papers.paid_claim())
    assert found == {hashlib.sha256(here).hexdigest() + "\n"}


@every_form
def test_the_properties_of_the_file_say_nothing_about_the_patient(of: Form) -> None:
    claim = of[0]()
    pdf = of[1](claim)
    with pdfplumber.open(BytesIO(pdf)) as document:
        properties = {str(key): str(value) for key, value in document.metadata.items()}
    assert claim.claim_id in properties["Title"]
    assert properties["Author"] == "" and properties["CreationDate"].startswith("D:20000101")
    for secret in (claim.patient.name.last, claim.patient.name.first):
        assert secret not in " ".join(properties.values())


def test_file_names_hold_the_claim_only() -> None:
    assert file_name("superbill", papers.paid_claim()) == "superbill_CR26-000101.pdf"
    assert file_name("invoice", replace(papers.auto_claim(), claim_id="../a b")) == "invoice__a_b.pdf"


@every_form
def test_values_and_facts_show_nothing_about_the_patient(of: Form) -> None:
    shown = repr(of[2](of[0]()))
    for made in (papers.invoice_facts(), papers.superbill_facts(), papers.statement_facts()):
        assert is_dataclass(made) and fields(made)
        shown += repr(made)
    for secret in ("Lindqvist", "Harper", "Tran", "Sandoval", "M54", "4411", "130"):
        assert secret not in shown


@every_form
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines": (), "total": Decimal(0)}, "no service lines"),
        ({"total": Decimal("1.00")}, "do not add up"),
        ({"frequency": "8"}, "takes another back"),
    ],
)
def test_what_cannot_be_printed_is_refused(of: Form, changes: dict[str, object], words: str) -> None:
    claim = replace(of[0](), **changes)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=words) as refusal:
        of[1](claim)
    assert claim.claim_id in str(refusal.value) and claim.patient.name.last not in str(refusal.value)


@every_form
@pytest.mark.parametrize("charge", ["-1.00", "10.005", "NaN", "Infinity"])
def test_a_charge_that_is_no_money_is_refused(of: Form, charge: str) -> None:
    claim = of[0]()
    line = replace(claim.lines[0], charge=Decimal(charge))
    with pytest.raises(ValueError, match="no amount of money"):
        of[1](replace(claim, lines=(line,), total=Decimal(charge)))


@every_form
def test_a_text_longer_than_a_page_is_refused_without_its_words(of: Form) -> None:
    with pytest.raises(ValueError, match="too long") as refusal:
        of[1](papers.named(of[0](), "Secret " * 3000))
    assert "Secret" not in str(refusal.value)
    assert refusal.value.__cause__ is None and refusal.value.__suppress_context__


@every_form
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_any_claim_can_be_printed(of: Form, data: st.DataObject) -> None:
    claim = alone(data.draw(claims(most_lines=9)))
    claim = replace(claim, frequency="1", claim_number=claim.claim_number or "X1")
    claim = replace(claim, referring=claim.referring or claim.rendering or papers.paid_claim().referring)
    text = "".join(papers.text(of[1](claim)).split())
    assert dollars(claim.total) in text
    printed = "".join(texts(of[2](claim)))
    for line in claim.lines:
        assert f"{line.charge:,.2f}" in printed


def test_the_letters_are_those_of_the_font_files() -> None:
    files = [set(TTFont(name, str(path)).face.charToGlyph) for name, path in typeface.FILES.items()]
    in_both = set.intersection(*files) - {0xFFFF}
    claimed = {code for code in range(0x110000) if typeface.has(chr(code))}
    assert claimed <= in_both and len(claimed) > 900


def test_the_reckoning_of_payments() -> None:
    claim = papers.auto_claim()
    some = (Payment(Decimal(130), payer="A"), Payment(Decimal(50)), Payment(Decimal(-10)))
    made = account(claim, some, [Reduction("contract", Decimal(20))])
    assert (made.total, made.paid, made.balance) == (Decimal(200), Decimal(170), Decimal(10))
    assert not made.is_paid_by_patient
    assert account(papers.paid_claim()).is_paid_by_patient
    for wrong in (Decimal("0.001"), Decimal(0), Decimal("NaN")):
        with pytest.raises(ValueError, match="payment"):
            account(claim, [Payment(wrong)])
    with pytest.raises(ValueError, match="above zero"):
        account(claim, [], [Reduction("x", Decimal(-1))])
    with pytest.raises(ValueError, match="knows of more"):
        account(papers.paid_claim(), [Payment(Decimal("179.99"))])
    paid_back = (Payment(Decimal(180)), Payment(Decimal(-180)))
    assert account(papers.paid_claim(), paid_back).balance == Decimal(180)


@pytest.mark.parametrize("module", ["invoice", "superbill", "statement_lni", "claim_csv"])
def test_reportlab_is_loaded_only_to_draw(module: str) -> None:
    code = f"import sys, xl_massbill.forms.{module}; print(sorted({{'reportlab', 'pandas', 'pydantic'}} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

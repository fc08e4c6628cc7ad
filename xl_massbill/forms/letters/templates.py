"""The letters that come along, as templates: two levels of appeal, corrected claim, proof of timely filing.

`xl-massbill build` writes them into workbook_templates/letters/; without a template of the office the same ones
are used. What is argued is left to the office: a marked paragraph stands in its place.

Source: handbook §9.3 (contents), §9.4 (proof of timely filing), §7.5 (corrected claim).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl_massbill.forms.letters.page import Page


class Letter(StrEnum):
    """The letters by the name of their template."""

    FIRST = "appeal_first"
    SECOND = "appeal_second"
    CORRECTED = "corrected_claim"
    FILING = "timely_filing"


ARGUMENT = "[Write here, in your own words, why the reason given does not fit. Then delete these brackets.]"
_FACTS = (
    ("Patient", "{{ patient }}", "Born", "{{ born }}"),
    ("Member ID", "{{ member_id }}", "Group", "{{ group_no }}"),
    ("Payer's claim no.", "{{ payer_claim_no }}", "Our claim no.", "{{ claim_id }}"),
    ("Date of service", "{{ days }}", "Claim charge", "{{ charge }}"),
    ("Therapist", "{{ therapist }}", "NPI", "{{ therapist_npi }}"),
    ("Billing provider", "{{ clinic }}", "NPI · Tax ID", "{{ clinic_npi }} · {{ clinic_tin }}"),
)


@cache
def template(letter: Letter) -> bytes:
    """Return a template as it comes along, as a Word file."""
    page = _DRAWN[letter]()
    return page.made()


def file_name(letter: Letter) -> str:
    """Return the name of a template's file."""
    return f"{letter}.docx"


def _opened(title: str, subject: str) -> Page:
    """Begin a letter: day, address, subject."""
    from xl_massbill.forms.letters.page import Page  # noqa: PLC0415 - Word files load slowly

    page = Page(title)
    page.gap()
    page.text("{{ today }}", "Address")
    page.gap()
    page.each("line in payer_lines")
    page.text("{{ line }}", "Address")
    page.end_each()
    page.only_if("payer_fax")
    page.text("Fax {{ payer_fax }}", "Address")
    page.end()
    page.text(subject, "Subject")
    return page


def _appeal(level: str) -> Page:
    page = _opened(f"{level} appeal", f"{level} appeal of claim {{{{ payer_claim_no }}}}")
    if level == "First-level":
        page.text(
            "Your remittance {{ remit_no }} of {{ remit_day }} denied the services listed below with "
            "{{ denial_code }} ({{ denial_words }}). We ask you to reverse this decision and to pay the benefit "
            "due on charges of {{ amount }}."
        )
    else:
        page.text(
            "You upheld the denial of the services listed below on {{ upheld_on }}; our first appeal went out on "
            "{{ first_appeal_on }}. They were denied on {{ remit_day }} with {{ denial_code }} ({{ denial_words }}). "
            "We ask for a second review by somebody who had no part in the first one, and to pay the benefit due "
            "on charges of {{ amount }}."
        )
    page.each("remark in remarks")
    page.text("Remark {{ remark }}", "Listed")
    page.end_each()
    page.gap()
    page.facts(_FACTS)
    page.text("Services denied", "Part")
    _services(page)
    _record(page)
    page.text("Why the denial should be reversed", "Part")
    page.to_write(ARGUMENT)
    page.each("fact in evidence")
    page.text("{{ fact }}", "Listed")
    page.end_each()
    _closed(page, "The time to appeal ends on {{ deadline }}. This letter is sent by {{ sent_by }}.")
    return page


def _services(page: Page) -> None:
    heads = (
        ("Date", "{{ line.day }}", 1.0, False),
        ("Code", "{{ line.code }}", 1.2, False),
        ("Service", "{{ line.words }}", 2.2, False),
        ("Units", "{{ line.units }}", 0.6, True),
        ("Charge", "{{ line.charge }}", 0.75, True),
        ("Paid", "{{ line.paid }}", 0.75, True),
    )
    page.rows("line in lines", heads)


def _record(page: Page) -> None:
    """Add order and, for reasons that are about the treatment, what was measured."""
    page.only_if("has_order")
    page.text("On record", "Part")
    page.text(
        "Ordered by {{ order_by }} on {{ order_day }}: {{ order_words }}. Diagnoses as ordered: {{ order_dx }}. "
        "{{ order_extent }}"
    )
    page.end()
    page.only_if("is_clinical")
    heads = (
        ("Session", "{{ one.day }}", 1.0, False),
        ("Pain before (0 to 10)", "{{ one.before }}", 1.4, True),
        ("Pain after", "{{ one.after }}", 0.8, True),
        ("", "", 0.2, False),
        ("Range of motion or function", "{{ one.measured }}", 3.1, False),
    )
    page.text("Measured at the first session under this order and at the last one that was denied", "Part")
    page.rows("one in measures", heads)
    page.gap()
    page.text("Goals: {{ goals }}", "Listed")
    page.text("Plan: {{ plan }}", "Listed")
    page.end()


def _closed(page: Page, last: str) -> None:
    page.text("Enclosed", "Part")
    page.each("paper in enclosures")
    page.text("\u2013 {{ paper }}", "Listed")
    page.end_each()
    page.gap()
    page.text(last, keep=True)
    page.text("Questions: {{ contact }}, {{ phone }}.", keep=True)
    page.text("Sincerely,", keep=True)
    page.signature("Signature", "Name and title")


def _corrected() -> Page:
    page = _opened("Corrected claim", "Corrected claim: replaces {{ payer_claim_no }}")
    page.text(
        "The enclosed claim {{ new_claim_id }} (frequency 7) replaces claim {{ claim_id }}, which you decided on "
        "{{ remit_day }} under your number {{ payer_claim_no }}. It is a correction, not a duplicate. Please take "
        "back your decision on the first claim and decide on this one."
    )
    page.facts(_FACTS)
    page.text("What is corrected", "Part")
    heads = (
        ("Line", "{{ one.line }}", 0.6, False),
        ("What", "{{ one.what }}", 1.7, False),
        ("As first sent", "{{ one.was }}", 2.1, False),
        ("Corrected", "{{ one.now }}", 2.1, False),
    )
    page.rows("one in changes", heads)
    page.gap()
    _closed(page, "Corrected claims are taken until {{ deadline }}. This letter is sent by {{ sent_by }}.")
    return page


def _filing() -> Page:
    page = _opened("Timely filing", "Proof of timely filing: claim {{ payer_claim_no }}")
    page.text(
        "You denied the services listed below on {{ remit_day }} with {{ denial_code }} ({{ denial_words }}). They "
        "were filed in time: your own acknowledgement (277CA, category A2, accepted into adjudication) took the "
        "claim in on {{ accepted_on }}. Please decide on the claim and pay the benefit due on charges of {{ amount }}."
    )
    page.facts(_FACTS)
    page.gap()
    page.facts(
        (
            ("Claim sent", "{{ submitted_on }}", "Accepted (A2)", "{{ accepted_on }}"),
            ("Number you gave it", "{{ accepted_no }}", "Claim accepted", "{{ accepted_claim_id }}"),
            ("Filing limit", "{{ filing_limit }}", "Last day to file", "{{ file_by }}"),
        )
    )
    page.text("Services denied", "Part")
    _services(page)
    page.gap()
    _closed(page, "The time to appeal ends on {{ deadline }}. This letter is sent by {{ sent_by }}.")
    return page


_DRAWN: dict[Letter, Callable[[], Page]] = {
    Letter.FIRST: lambda: _appeal("First-level"),
    Letter.SECOND: lambda: _appeal("Second-level"),
    Letter.CORRECTED: _corrected,
    Letter.FILING: _filing,
}

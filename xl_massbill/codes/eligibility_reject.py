"""Why a payer could not answer a question about benefits (AAA of a 271); the wording is ours.

A reason that leads to something the clinic typed names its table and column, so that the cell can be shown.
Codes that are not here are shown as their numbers.

Source: X12 005010X279A1, AAA03 (element 901) and AAA04 (889); what to do is general knowledge. Certainty: G.
"""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """A reason in words, what helps most often, and where it was typed: table and column."""

    words: str
    todo: str
    table: str = ""
    column: str = ""


_ENROL = "ask the clearinghouse whether the clinic is enrolled with this payer for eligibility (270)"
_LATER = "ask again later"
_MEMBER = "copy the member ID from the card, letters included"
_NAMES = "write the name exactly as on the card"
_BORN = "check the birth date against the patient's ID and the card"
_PHONE = "call the payer"

REASONS = {
    "04": Reason("it was asked about more patients than it takes at once", "ask about fewer: --payer, --days"),
    "15": Reason("something that it needs was missing", "call the payer: what does it need besides"),
    "33": Reason("something in the question is wrong", "check member ID, names and birth date; then call"),
    "35": Reason("the clinic is not in its network", "ask whether it pays out of network"),
    "41": Reason("the clinic may not ask it", _ENROL),
    "42": Reason("it cannot answer at the moment", _LATER),
    "43": Reason("it does not know the clinic by its NPI", _ENROL, "practice", "npi"),
    "44": Reason("the clinic's name is not the one it has", _ENROL, "practice", "legal_name"),
    "45": Reason("it needs the clinic's specialty", _PHONE, "practice", "taxonomy"),
    "46": Reason("it needs the clinic's phone number", _PHONE, "practice", "phone"),
    "47": Reason("it needs the clinic's state", _PHONE, "practice", "state"),
    "48": Reason("it needs the number of a referring provider", _PHONE),
    "49": Reason("the clinic is not the patient's primary care provider", _PHONE),
    "50": Reason("it does not let the clinic ask", _ENROL),
    "51": Reason("it does not have the clinic on file", _ENROL, "practice", "npi"),
    "52": Reason("the clinic was not in its plan on that day", _PHONE),
    "53": Reason("the service does not fit the clinic's kind of provider", "ask whether it pays a massage therapist"),
    "54": Reason("it does not take the kind of service code", _PHONE),
    "55": Reason("it does not take the service code", "ask with other codes: setting benefits_services"),
    "56": Reason("the day does not fit", "ask again with --as-of and another day"),
    "57": Reason("the day asked for is missing or wrong", "ask again with --as-of and another day"),
    "58": Reason("the birth date is missing or wrong", _BORN, "patients", "dob"),
    "60": Reason("the birth date is after the day asked for", _BORN, "patients", "dob"),
    "61": Reason("it has a date of death before the day asked for", "ask the family and the payer"),
    "62": Reason("the day lies outside of what it looks up", "ask again nearer to the visit"),
    "63": Reason("the day lies ahead and it answers for today only", "ask again on the day of the visit"),
    "64": Reason("the patient's number is missing or wrong", _MEMBER, "coverage", "member_id"),
    "65": Reason("the patient's name is missing or wrong", _NAMES, "patients", "last_name"),
    "66": Reason("the patient's sex is missing or wrong", "check it on the card", "patients", "sex"),
    "67": Reason("it did not find the patient", "check member ID, name and birth date against the card", "coverage", "member_id"),
    "68": Reason("two patients have this number", _PHONE),
    "69": Reason("the service does not fit the patient's age", _BORN, "patients", "dob"),
    "70": Reason("the service does not fit the patient's sex", "check it on the card", "patients", "sex"),
    "71": Reason("the birth date is not the one it has", _BORN, "patients", "dob"),
    "72": Reason("the member ID is missing or wrong", _MEMBER, "coverage", "member_id"),
    "73": Reason("the insured's name is missing or wrong", _NAMES, "patients", "last_name"),
    "74": Reason("the insured's sex is missing or wrong", "check it on the card", "patients", "sex"),
    "75": Reason("it did not find the insured", "check payer, member ID, name and birth date against the card", "coverage", "member_id"),
    "76": Reason("two insured have this number", _PHONE),
    "77": Reason("it knows the insured, but not the patient", "check the patient's name, birth date and relation", "coverage", "relation_to_insured"),
    "78": Reason("the insured is not in this plan", "check the payer and the group on the card", "coverage", "group_no"),
    "79": Reason("the payer's or clinic's number is not known there", "check Electronic payer ID with the clearinghouse's list", "payers", "edi_payer_id"),
    "80": Reason("the payer did not answer in time", _LATER),
    "97": Reason("it needs the clinic's address", _PHONE, "practice", "addr1"),
    "98": Reason("it holds the service for experimental", _PHONE),
    "T4": Reason("the payer's name or number was missing", "check sheet Payers", "payers", "edi_payer_id"),
}  # fmt: skip
"""AAA03 by code."""

THEN = {
    "C": "mend it and ask again",
    "N": "it does not want to be asked again: call",
    "P": "ask the same again",
    "R": "it may be asked again",
    "S": "it has passed the question on: wait",
    "W": "wait 30 days, then ask again",
    "X": "wait 10 days, then ask again",
    "Y": "it will answer by itself: wait",
}
"""AAA04 by code."""


def reason(code: str) -> Reason:
    """Return a reason, one in words for a code that is not known here.

    >>> reason("72").column, reason("ZZ").words
    ('member_id', 'reason ZZ')
    """
    known = code.isascii() and code.isalnum() and len(code) <= 3
    return REASONS.get(code) or Reason(f"reason {code if known else '?'}", _PHONE)

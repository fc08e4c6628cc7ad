"""Codes of the claim status in 277CA and 277, for what a massage clinic meets; the wording is ours.

A status code that leads to something the clinic typed has its place in the 837P ("2010BA NM109"), so that the
cell can be found. Codes that are not here are shown as their numbers, with the payer's own text.

Source: handbook §8.3 (pairs), §8.4 (categories of the 277), §7.11 (what to do). Certainty: G unless marked there.
"""

from __future__ import annotations

from dataclasses import dataclass

CATEGORIES = {
    "A0": "passed on to another",
    "A1": "received, not accepted yet",
    "A2": "accepted into processing",
    "A3": "returned, could not be processed",
    "A4": "not found",
    "A5": "split into several claims",
    "A6": "rejected: something is missing",
    "A7": "rejected: something is wrong",
    "A8": "rejected: two things do not fit together",
    "D0": "the search failed",
    "E0": "the answering system failed",
    "E1": "the answering system failed",
    "E2": "the answering system failed",
    "F0": "finished",
    "F1": "finished: paid",
    "F2": "finished: denied",
    "F3": "finished: revised",
    "F3F": "finished: revised and passed on",
    "F3N": "finished: revised, not passed on",
    "F4": "finished: no payment",
    "P0": "pending",
    "P1": "in process",
    "P2": "the payer reviews it",
    "P3": "the payer has asked the clinic for information",
    "P4": "the payer has asked the patient for information",
    "P5": "pending at the payer",
}

ENTITIES = {
    "1P": "the provider",
    "36": "the employer",
    "40": "the receiver",
    "41": "the submitter",
    "77": "the place of service",
    "82": "the therapist",
    "85": "the billing provider",
    "87": "the pay-to address",
    "AY": "the clearinghouse",
    "DN": "the prescriber",
    "IL": "the insured",
    "PR": "the payer",
    "QC": "the patient",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A status code in our words, what to do, and which element of the 837P it is about, by entity.

    `places` maps an entity ("" for all others) to loop and element.
    """

    words: str
    todo: str = ""
    places: tuple[tuple[str, str], ...] = ()

    def place(self, entity: str) -> str:
        """Return loop and element for an entity, "" where none is known."""
        found = dict(self.places)
        return found.get(entity) or found.get("", "")


_ZIPS = (
    ("IL", "2010BA N403"),
    ("QC", "2010BA N403"),
    ("85", "2010AA N403"),
    ("77", "2310C N403"),
    ("PR", "2010BB N403"),
    ("87", "2010AB N403"),
)
STATUSES = {
    "1": Wording("more cannot be told this way", "call the payer"),
    "19": Wording("receipt is confirmed"),
    "20": Wording("accepted for processing"),
    "21": Wording("something is missing or wrong", "look at the other reasons given"),
    "26": Wording(
        "is not known to the receiver",
        "compare ID and name with the card and the payer's list",
        (
            ("IL", "2010BA NM109"),
            ("QC", "2010BA NM109"),
            ("85", "2010AA NM109"),
            ("82", "2310B NM109"),
            ("PR", "2010BB NM109"),
        ),
    ),
    "33": Wording(
        "insured and member ID are not found together",
        "copy name, birth date and member ID from the card",
        (("", "2010BA NM109"),),
    ),
    "35": Wording("no such claim is found", "ask whether it ever came in"),
    "48": Wording("the referral or approval", "compare with the order", (("", "2300 REF*9F"),)),
    "54": Wording("is a duplicate of a claim already there", "do not send it again: look for the first one"),
    "65": Wording("payment is shown on the remittance", "fetch the remittance"),
    "107": Wording("handled by the contract", "fetch the remittance"),
    "116": Wording(
        "was sent to the wrong payer", "compare the payer ID with the card", (("", "2010BB NM109"),)
    ),
    "153": Wording("the payer's ID", "compare with the clearinghouse's list", (("", "2010BB NM109"),)),
    "158": Wording("the date of birth", "copy it from the card", (("", "2010BA DMG02"),)),
    "164": Wording("the member ID", "copy it from the card, letters included", (("", "2010BA NM109"),)),
    "187": Wording("the date of service", "compare with the note", (("", "2400 DTP*472"),)),
    "247": Wording("the service line", "look at the line"),
    "249": Wording("the place of service", "compare with where the session was", (("", "2300 CLM05-1"),)),
    "252": Wording("the authorisation number", "copy it from the approval", (("", "2300 REF*G1"),)),
    "254": Wording("the first diagnosis", "copy it from the order; never guess", (("", "2300 HI"),)),
    "255": Wording("a diagnosis", "copy it from the order; never guess", (("", "2300 HI"),)),
    "294": Wording("papers are wanted", "send what they ask for"),
    "297": Wording("notes of the treatment are wanted", "send the notes"),
    "453": Wording("the modifier", "compare with what the payer wants", (("", "2400 SV101-3"),)),
    "454": Wording(
        "the procedure code", "compare with the note and the payer's list", (("", "2400 SV101-2"),)
    ),
    "496": Wording(
        "the submitter is not approved for this payer", "enrol with the clearinghouse", (("", "ISA06"),)
    ),
    "500": Wording("the ZIP code", "look it up at USPS", _ZIPS),
    "507": Wording(
        "the procedure code", "compare with the note and the payer's list", (("", "2400 SV101-2"),)
    ),
    "562": Wording(
        "the NPI",
        "compare with NPPES",
        (
            ("85", "2010AA NM109"),
            ("82", "2310B NM109"),
            ("DN", "2310A NM109"),
            ("77", "2310C NM109"),
            ("", "2010AA NM109"),
        ),
    ),
}


def category_words(category: str) -> str:
    """Return a category in our words, its code where we have none.

    >>> category_words("A7"), category_words("R3"), category_words("X9")
    ('rejected: something is wrong', 'information is asked for', 'category X9')
    """
    if category in CATEGORIES:
        return CATEGORIES[category]
    families = {
        "R": "information is asked for",
        "P": "pending",
        "F": "finished",
        "E": "the answering system failed",
    }
    return families.get(category[:1], f"category {category or '?'}")


def words(category: str, status: str, entity: str) -> str:
    """Return a status in our words; codes that we have no words for appear as numbers.

    >>> words("A7", "562", "85")
    'rejected: something is wrong: the NPI (the billing provider)'
    >>> words("A3", "9999", "ZZ")
    'returned, could not be processed: status 9999 (entity ZZ)'
    """
    known = STATUSES.get(status)
    what = known.words if known else f"status {status}" if status else ""
    who = f" ({ENTITIES.get(entity, f'entity {entity}')})" if entity else ""
    return f"{category_words(category)}{': ' + what if what else ''}{who}"

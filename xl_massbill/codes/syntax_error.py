"""Codes with which a TA1 or a 999 says what could not be read in our file; the wording is ours.

Source: handbook §8.1 (TA105), §8.2 (IK304, IK403, IK502, AK905); X12 numbers.
"""

from __future__ import annotations

INTERCHANGE = {
    "000": "no error",
    "001": "the control number at the end differs from that at the beginning",
    "002": "this version of the standard is not taken",
    "003": "this version of the control segments is not taken",
    "004": "the segment terminator is wrong",
    "005": "the qualifier of the sender is wrong",
    "006": "the sender's ID is not known there",
    "007": "the qualifier of the receiver is wrong",
    "008": "the receiver's ID is not known there",
    "009": "the receiver is not known there",
    "010": "the authorisation qualifier is wrong",
    "011": "the authorisation is wrong",
    "012": "the security qualifier is wrong",
    "013": "the security value is wrong",
    "014": "the date is wrong",
    "015": "the time is wrong",
    "016": "the standard is named wrongly",
    "017": "the version is named wrongly",
    "018": "the control number is wrong",
    "019": "the request for an acknowledgement is wrong",
    "020": "test and production are mixed up",
    "021": "the number of groups is wrong",
    "022": "the control structure is wrong",
    "023": "the file ended too early",
    "024": "the content is wrong",
    "025": "this interchange number was used before",
    "026": "the element separator is wrong",
    "027": "the component separator is wrong",
    "028": "a delivery date is missing",
    "029": "the delivery time is wrong",
    "030": "the delivery time code is wrong",
    "031": "the grade of service is wrong",
}
SEGMENT = {
    "1": "is not known",
    "2": "is not expected here",
    "3": "is missing",
    "4": "stands there too often",
    "5": "is more often there than allowed",
    "6": "is not part of this transaction",
    "7": "is in the wrong place",
    "8": "has errors in its elements",
    "I4": "is not used by the guide",
    "I6": "is missing, though what else stands there requires it",
    "I7": "has fewer repeats than the guide wants",
    "I8": "has more repeats than the guide allows",
    "I9": "must not stand there by what else stands there",
}
ELEMENT = {
    "1": "is missing",
    "2": "is missing, though what else stands there requires it",
    "3": "is one too many",
    "4": "is too short",
    "5": "is too long",
    "6": "has a character that is not allowed",
    "7": "is a code that is not allowed",
    "8": "is not a date",
    "9": "is not a time",
    "10": "must not stand beside another",
    "12": "repeats too often",
    "13": "has one component too many",
    "I6": "is a code that the guide does not use",
    "I9": "is missing, though what else stands there requires it",
    "I10": "is not used by the guide",
    "I11": "has fewer repeats than the guide wants",
    "I12": "does not follow the pattern that the guide wants",
    "I13": "is a value that the guide does not use",
}
SET = {
    "1": "this kind of set is not taken",
    "2": "the end of the set is missing",
    "3": "the control numbers of the set differ",
    "4": "the number of segments is wrong",
    "5": "segments have errors",
    "6": "the set's identifier is wrong",
    "7": "the set's control number is wrong",
    "23": "the set's number was used before in the group",
    "I5": "segments have errors by the guide",
    "I6": "the guide named is not taken",
}
GROUP = {
    "1": "this group is not taken",
    "2": "this version is not taken",
    "3": "the end of the group is missing",
    "4": "the control numbers of the group differ",
    "5": "the number of sets is wrong",
    "6": "the group's control number is wrong",
}


def wording(codes: dict[str, str], code: str) -> str:
    """Return a code in our words, as its number where we have none.

    >>> wording(SEGMENT, "3"), wording(SEGMENT, "99")
    ('is missing', 'has error 99')
    """
    return codes.get(code, f"has error {code}" if code else "has an error")

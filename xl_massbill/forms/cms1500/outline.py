"""Our own drawing of the form for the preview: boxes with their numbers and our own short words.

Nothing here is the wording or the picture of the official form. A box is a rectangle on the grid of the form,
its edges counted in columns and lines (29.0 is the left edge of column 29, 29.5 its middle), so that a test
can hold every field against the box it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_massbill.forms.cms1500.geometry import SERVICE_LINES

LEFT, MIDDLE, RIGHT, END = 0.5, 29.5, 49.5, 81.0
_SIX = range(1, SERVICE_LINES + 1)


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its number and our word for it, columns and lines as in the table of fields."""

    number: str
    words: str
    left: float
    right: float
    top: float
    below: float


@dataclass(frozen=True, slots=True)
class Label:
    """A small word inside a box, ending before a column (`before`) or standing over one, on a line."""

    words: str
    before: float
    line: int


_UPPER = (
    Box("carrier", "payer", 40.5, END, 1.2, 6),
    Box("1", "programme", LEFT, RIGHT, 7, 9),
    Box("1a", "member number", RIGHT, END, 7, 9),
    Box("2", "patient", LEFT, MIDDLE, 9, 11),
    Box("3", "born, sex", MIDDLE, RIGHT, 9, 11),
    Box("4", "policy holder", RIGHT, END, 9, 11),
    Box("5", "patient lives at", LEFT, MIDDLE, 11, 13),
    Box("5", "city", LEFT, 25.5, 13, 15),
    Box("5", "state", 25.5, MIDDLE, 13, 15),
    Box("5", "ZIP", LEFT, 13.5, 15, 17),
    Box("5", "phone", 13.5, MIDDLE, 15, 17),
    Box("6", "patient is the holder's", MIDDLE, RIGHT, 11, 13),
    Box("7", "holder lives at", RIGHT, END, 11, 13),
    Box("7", "city", RIGHT, 73.5, 13, 15),
    Box("7", "state", 73.5, END, 13, 15),
    Box("7", "ZIP", RIGHT, 63.5, 15, 17),
    Box("7", "phone", 63.5, END, 15, 17),
    Box("8", "stays empty", MIDDLE, RIGHT, 13, 17),
    Box("9", "holder of the other policy", LEFT, MIDDLE, 17, 19),
    Box("9a", "other policy or group", LEFT, MIDDLE, 19, 21),
    Box("9b", "stays empty", LEFT, MIDDLE, 21, 23),
    Box("9c", "stays empty", LEFT, MIDDLE, 23, 25),
    Box("9d", "other plan", LEFT, MIDDLE, 25, 27),
    Box("10", "does it come from", MIDDLE, RIGHT, 17, 19),
    Box("10a", "work", MIDDLE, RIGHT, 19, 21),
    Box("10b", "a car accident, state", MIDDLE, RIGHT, 21, 23),
    Box("10c", "another accident", MIDDLE, RIGHT, 23, 25),
    Box("10d", "claim codes", MIDDLE, RIGHT, 25, 27),
    Box("11", "group or FECA number", RIGHT, END, 17, 19),
    Box("11a", "holder born, sex", RIGHT, END, 19, 21),
    Box("11b", "accident claim number", RIGHT, END, 21, 23),
    Box("11c", "plan", RIGHT, END, 23, 25),
    Box("11d", "another plan?", RIGHT, END, 25, 27),
    Box("12", "patient lets us pass on what the payer needs", LEFT, RIGHT, 27, 31),
    Box("13", "holder lets the payer pay us", RIGHT, END, 27, 31),
    Box("14", "began", LEFT, MIDDLE, 31, 33),
    Box("15", "other date", MIDDLE, RIGHT, 31, 33),
    Box("16", "off work from, to", RIGHT, END, 31, 33),
    Box("17", "ordered by", LEFT, 28.5, 33, 35),
    Box("17a", "", 28.5, RIGHT, 33, 34),
    Box("17b", "", 28.5, RIGHT, 34, 35),
    Box("18", "in hospital from, to", RIGHT, END, 33, 35),
    Box("19", "further information", LEFT, RIGHT, 35, 37),
    Box("20", "outside laboratory", RIGHT, END, 35, 37),
    Box("21", "diagnoses", LEFT, RIGHT, 37, 41),
    Box("22", "sent again", RIGHT, 61.5, 37, 39),
    Box("22", "payer's number of the first claim", 61.5, END, 37, 39),
    Box("23", "approval or referral number", RIGHT, END, 39, 41),
)

_SERVICE_COLUMNS = (
    ("24A", "dates from, to", LEFT, 18.5),
    ("24B", "place", 18.5, 21.5),
    ("24C", "", 21.5, 24.5),
    ("24D", "code and modifiers", 24.5, 44.5),
    ("24E", "pointers", 44.5, RIGHT),
    ("24F", "charge", RIGHT, 59.0),
    ("24G", "units", 59.0, 62.0),
    ("24H", "", 62.0, 64.5),
    ("24I", "qual.", 64.5, 67.5),
    ("24J", "therapist", 67.5, END),
)
HEADS = tuple(Box(number, words, left, right, 41, 43) for number, words, left, right in _SERVICE_COLUMNS)
SHADED = tuple(
    Box(number, "", left, right, 41 + 2 * at, 42 + 2 * at)
    for at in _SIX
    for number, left, right in (
        ("24", LEFT, 62.0),
        ("24H", 62.0, 64.5),
        ("24I", 64.5, 67.5),
        ("24J", 67.5, END),
    )
)
_PLAIN = tuple(
    Box(number, "", left, right, 42 + 2 * at, 43 + 2 * at)
    for at in _SIX
    for number, _, left, right in _SERVICE_COLUMNS
)

_LOWER = (
    Box("25", "tax number", LEFT, 21.5, 55, 57),
    Box("26", "claim", 21.5, 37.4, 55, 57),
    Box("27", "assignment?", 37.4, RIGHT, 55, 57),
    Box("28", "total", RIGHT, 61.5, 55, 57),
    Box("29", "paid", 61.5, 71.5, 55, 57),
    Box("30", "stays empty", 71.5, END, 55, 57),
    Box("31", "therapist, day", LEFT, 21.5, 57, 62),
    Box("32", "where", 21.5, RIGHT, 57, 61),
    Box("32a", "", 21.5, 34.5, 61, 62),
    Box("32b", "", 34.5, RIGHT, 61, 62),
    Box("33", "who bills, phone", RIGHT, END, 57, 61),
    Box("33a", "", RIGHT, 61.5, 61, 62),
    Box("33b", "", 61.5, END, 61, 62),
)
BOXES = (*_UPPER, *HEADS, *SHADED, *_PLAIN, *_LOWER)

TICKS = {
    "1.medicare": "Medicare", "1.medicaid": "Medicaid", "1.tricare": "Tricare", "1.champva": "Champva",
    "1.group": "group", "1.feca": "FECA", "1.other": "other", "3.male": "M", "3.female": "F",
    "6.self": "self", "6.spouse": "spouse", "6.child": "child", "6.other": "other",
    "10a.yes": "yes", "10a.no": "no", "10b.yes": "yes", "10b.no": "no", "10c.yes": "yes", "10c.no": "no",
    "11a.male": "M", "11a.female": "F", "11d.yes": "yes", "11d.no": "no", "20.yes": "yes", "20.no": "no",
    "25.ssn": "SSN", "25.ein": "EIN", "27.yes": "yes", "27.no": "no",
}  # fmt: skip
"""The fields that take an X, with the word over them."""

LABELS = (
    Label("qual.", 15.7, 32),
    Label("ICD", 41.6, 37),
    *(
        Label(letter, (2.6, 15.6, 28.6, 41.6)[at % 4], 38 + at // 4)
        for at, letter in enumerate("ABCDEFGHIJKL")
    ),
    *(Label(str(at), 0.2, 42 + 2 * at) for at in _SIX),
)
DOTTED = (
    (52.5, 22, 23),
    (56.5, 43, 55),
    (58.5, 56, 57),
    (68.5, 56, 57),
)
"""Dotted lines: at which column, from which line to before which line."""

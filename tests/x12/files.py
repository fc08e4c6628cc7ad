"""A small made-up interchange for the tests of X12, in many disguises."""

from __future__ import annotations

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260506*0900*^*00501*000000007*0*T*:~"
SMALL = (
    f"{ISA}GS*HC*SENDER*RECEIVER*20260506*0900*7*X*005010X222A1~ST*837*0001*005010X222A1~"
    "REF*6R*A:B^C:D~NTE*ADD*TWO  BLANKS~SE*4*0001~GE*1*7~IEA*1*000000007~"
)
SEGMENTS = [piece.split("*") for piece in SMALL.split("~") if piece]


def respelt(element: str, component: str, repetition: str, end: str) -> str:
    """The same file with other separators."""
    return SMALL.translate(str.maketrans("*:^~", element + component + repetition + end))

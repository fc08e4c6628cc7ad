"""Modifiers: two characters after a code that change its meaning.

The ones a massage clinic meets have their meaning here in our own words; the rest of the national list is
only known to exist, so that nobody is told that a real modifier is wrong. U1 to U9 and UA to UD belong to
the state Medicaid programmes.

Source: handbook §2.2; the remaining codes are general knowledge of the CPT and HCPCS lists.
"""

from __future__ import annotations

MEANING = {
    "GP": "given under a physical-therapy plan of care",
    "GO": "given under an occupational-therapy plan of care",
    "GN": "given under a speech-therapy plan of care",
    "59": "distinct service: another region or another quarter hour",
    "XE": "distinct: another encounter",
    "XS": "distinct: another structure of the body",
    "XP": "distinct: another practitioner",
    "XU": "distinct: unusual, does not overlap the main service",
    "25": "separate office visit on the same day",
    "76": "repeated on the same day by the same practitioner",
    "77": "repeated on the same day by another practitioner",
    "22": "more work than usual",
    "52": "less work than usual",
    "KX": "above the therapy threshold, medically needed",
    "GA": "signed notice (ABN) on file, denial expected",
    "GX": "voluntary notice (ABN) on file",
    "GY": "excluded by law or no benefit",
    "GZ": "denial expected, no notice (ABN) on file",
    "AT": "active treatment by a chiropractor",
    "LT": "left side",
    "RT": "right side",
    "CO": "by an occupational-therapy assistant",
    "CQ": "by a physical-therapist assistant",
    "95": "telehealth with sound and picture",
    "GT": "telehealth with sound and picture (older)",
    "93": "telehealth with sound only",
    "51": "several procedures",
    "TS": "follow-up service, state-defined",
}

SEPARATE = frozenset({"59", "XE", "XS", "XP", "XU"})
"""Modifiers that say two services were separate."""

STATE_DEFINED = frozenset(f"U{c}" for c in "123456789ABCD")
"""Defined by each state's Medicaid programme."""

_OTHERS = frozenset(
    """
    23 24 26 27 32 33 47 50 53 54 55 56 57 58 62 63 66 73 74 78 79 80 81 82 90 91 92 96 97 99
    AE AF AG AH AI AJ AK AM AO AP AQ AR AS AX AY AZ CC CG CR CS CT DA E1 E2 E3 E4 EP ET EX EY
    F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FP FQ FR FS FT FX FY G0 G1 G2 G3 G4 G5 G6 G7 G8 G9 GB GC GD GE GF GG
    GH GJ GK GL GM GQ GR GS GU GV GW H9 HA HB HC HD HE HF HG HH HI HJ HK HL HM HN HO HP HQ HR HS HT HU HV
    HW HX HY HZ KB KC KF KG KH KI KJ KR KS KU KV KW KY KZ LC LD LM LR LS M2 NB NR NU P1 P2 P3 P4 P5 P6
    PA PB PC PD PI PL PM PN PO PS PT Q0 Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 QA QB QC QD QE QF QG QH QJ QK QL QM QN
    QP QQ QR QS QT QW QX QY QZ RA RB RC RD RE RI RR SA SB SC SD SE SF SG SH SJ SK SL SM SN SQ SS ST SU SV
    SW SY SZ T1 T2 T3 T4 T5 T6 T7 T8 T9 TA TB TC TD TE TF TG TH TJ TK TL TM TN TP TQ TR TT TU TV TW
    UE UF UG UH UJ UK UN UP UQ UR US V1 V2 V3 V5 V6 V7 X1 X2 X3 X4 X5
    """.split()  # noqa: SIM905 - a list of 280 quoted words hides what is in it
)


def compact(modifier: str) -> str:
    """Return the modifier in capitals without blanks.

    >>> compact(" gp")
    'GP'
    """
    return modifier.strip().upper()


def is_valid(modifier: str) -> bool:
    """Return whether it has the shape of a modifier: two capitals or digits.

    >>> is_valid("GP"), is_valid("59"), is_valid("5"), is_valid("gp"), is_valid("5 9")
    (True, True, False, False, False)
    """
    return len(modifier) == 2 and modifier.isascii() and modifier.isalnum() and modifier == modifier.upper()


def is_known(modifier: str) -> bool:
    """Return whether such a modifier exists.

    >>> [is_known(m) for m in ("GP", "59", "U1", "UD", "TC", "UE", "ZZ", "U0", "00")]
    [True, True, True, True, True, True, False, False, False]
    """
    return modifier in MEANING or modifier in STATE_DEFINED or modifier in _OTHERS


def meaning(modifier: str) -> str:
    """Return what a modifier says, in our own words, or "" where we have none.

    >>> meaning("76"), meaning("U3"), meaning("TC")
    ('repeated on the same day by the same practitioner', "defined by the state's Medicaid programme", '')
    """
    if modifier in STATE_DEFINED:
        return "defined by the state's Medicaid programme"
    return MEANING.get(modifier, "")

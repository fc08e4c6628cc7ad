"""How long each element of our 837P may be, and which must be filled: a small map of what we write.

The last defence after the checks of the workbook: a file with an empty name or an overlong address is not
handed over. Wider rules (codes, situations) are the checks' business.

Source: 005010X222A1 element widths (handbook §1.2, §7.3); CLM01 at most 20 by handbook §7.2.
"""

from __future__ import annotations

from xl_massbill.x12.segment import Segment

_OFF = (0, 0)
_MONEY = (1, 18)
# Element widths (least, most) in their order; least 0 means the element may be empty.
WIDTHS: dict[str, tuple[tuple[int, int], ...]] = {
    "GS": ((2, 2), (2, 15), (2, 15), (8, 8), (4, 4), (1, 9), (1, 1), (1, 12)),
    "ST": ((3, 3), (4, 9), (1, 35)),
    "BHT": ((4, 4), (2, 2), (1, 50), (8, 8), (4, 4), (2, 2)),
    "NM1": ((2, 2), (1, 1), (1, 60), (0, 35), (0, 25), _OFF, (0, 10), (0, 2), (0, 80)),
    "PER": ((2, 2), (0, 60), (2, 2), (1, 256)),
    "HL": ((1, 12), (0, 12), (2, 2), (1, 1)),
    "PRV": ((2, 2), (3, 3), (10, 10)),
    "N3": ((1, 55), (0, 55)),
    "N4": ((2, 30), (2, 2), (3, 15)),
    "REF": ((2, 3), (1, 50)),
    "SBR": ((1, 1), (0, 2), (0, 50), (0, 60), (0, 2), _OFF, _OFF, _OFF, (2, 2)),
    "PAT": ((0, 2), _OFF, _OFF, _OFF, (0, 2), (0, 8)),
    "DMG": ((2, 2), (8, 8), (1, 1)),
    "CLM": (
        (1, 20),
        _MONEY,
        _OFF,
        _OFF,
        (6, 6),
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 1),
        _OFF,
        (0, 7),
        *(_OFF,) * 8,
        (0, 2),
    ),
    "DTP": ((3, 3), (2, 3), (8, 17)),
    "PWK": ((2, 2), (2, 2), _OFF, _OFF, (0, 2), (0, 50)),
    "AMT": ((1, 3), _MONEY),
    "NTE": ((3, 3), (1, 80)),
    "K3": ((1, 80),),
    "HI": ((7, 11), *((0, 11),) * 11),
    "CAS": ((2, 2), (1, 5), _MONEY, (0, 15), *((0, 5), (0, 18), (0, 15)) * 5),
    "OI": (_OFF, _OFF, (1, 1), _OFF, _OFF, (1, 1)),
    "SVD": ((2, 80), _MONEY, (8, 101), _OFF, (1, 15)),
    "LX": ((1, 2),),
    "SV1": ((8, 101), _MONEY, (2, 2), (1, 15), (0, 2), _OFF, (1, 11)),
    "SE": ((1, 10), (4, 9)),
    "GE": ((1, 6), (1, 9)),
    "IEA": ((1, 5), (9, 9)),
}
_PAY_TO = ((2, 2), (1, 1))
_CONDITIONS = ((5, 5), *((0, 5),) * 11)
_ONLY_PERSONS = ("QC", "DN", "DQ", "DK")
_NUMBERED = ("41", "40", "85", "IL", "PR", "82")
_ONLY_ORGANISATIONS = ("41", "40", "PR", "77")


def misfit(segment: Segment) -> str:
    """Return what does not fit in a segment, or nothing if all does."""
    name, *elements = segment.elements
    if name == "ISA":
        return ""
    widths = WIDTHS.get(name)
    if widths is None:
        return f"{name} is not a segment of this file"
    if name == "NM1":
        entity, kind = segment.get(1), segment.get(2)
        if (kind == "2" and entity in _ONLY_PERSONS) or (kind == "1" and entity in _ONLY_ORGANISATIONS):
            return f"NM102 is {kind} for {entity}"
        if entity in _NUMBERED and not segment.get(9):
            return f"NM109 of {entity} is empty"
        widths = _PAY_TO if entity == "87" else widths
    if name == "HI" and segment.get(1).startswith("BG"):
        widths = _CONDITIONS
    return _wrong_width(name, elements, widths)


def _wrong_width(name: str, elements: list[str], widths: tuple[tuple[int, int], ...]) -> str:
    for at, element in enumerate(elements, 1):
        least, most = widths[at - 1] if at <= len(widths) else _OFF
        if not least <= len(element) <= most:
            return f"{name}{at:02} has {len(element)} characters, {least} to {most} fit"
    missing = [at for at in range(len(elements), len(widths)) if widths[at][0]]
    return f"{name}{missing[0] + 1:02} is missing" if missing else ""

"""Who stands on a claim in an 837P file as it was sent: insured, patient, providers, payer.

For a person who compares what was sent with what the card says. Names are values here, never part of a
message.

Source: handbook §7.3 (2010AA, 2010BA, 2010BB, 2010CA, 2310A, 2310B), §9.1 (claim image).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from xl_massbill.errors import Unreadable
from xl_massbill.forms.x837p.reading import Source, opened
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment

_NPI = {"85": "billing_npi", "82": "rendering_npi", "DN": "referring_npi", "DK": "referring_npi"}
_PEOPLE = ("IL", "QC")


@dataclass(frozen=True, slots=True, repr=False)
class Image:
    """The people of one claim as sent; the patient is the insured unless the file names another."""

    member_id: str = ""
    patient: str = ""
    born: str = ""
    sex: str = ""
    payer_id: str = ""
    billing_npi: str = ""
    rendering_npi: str = ""
    referring_npi: str = ""
    taxonomy: str = ""
    authorisation: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return what stands there by its name."""
        return asdict(self)


def image_of(source: Source, claim_id: str) -> Image | None:
    """Return who stands on a claim; None where the file does not hold it, or cannot be read."""
    found: dict[str, str] = {}
    is_here = False
    try:
        with opened(source) as stream:
            for segment in read(stream):
                name = segment.elements[0]
                if is_here and name in ("LX", "CLM", "SE"):
                    break
                if name == "HL" and segment.get(3) == "22":
                    found = {key: found[key] for key in ("billing_npi",) if key in found}
                elif name == "CLM":
                    is_here = segment.get(1) == claim_id
                    if not is_here:
                        found = {key: value for key, value in found.items() if key not in _OF_CLAIM}
                else:
                    _take(segment, found)
    except Unreadable:
        return None
    return Image(**found) if is_here else None


_OF_CLAIM = ("rendering_npi", "referring_npi", "taxonomy", "authorisation")
"""What is told of each claim anew."""


def _take(segment: Segment, found: dict[str, str]) -> None:
    name, first = segment.elements[0], segment.get(1)
    if name == "NM1":
        if first in _NPI:
            found[_NPI[first]] = segment.get(9)
        elif first in _PEOPLE:
            found["patient"] = " ".join(filter(None, (segment.get(4), segment.get(5), segment.get(3))))
            found["member_id"] = segment.get(9) or found.get("member_id", "")
        elif first == "PR" and "payer_id" not in found:
            found["payer_id"] = segment.get(9)
    elif name == "DMG":
        day = segment.get(2)
        found["born"] = f"{day[:4]}-{day[4:6]}-{day[6:8]}" if len(day) == 8 else day
        found["sex"] = segment.get(3)
    elif name == "REF" and first == "G1":
        found["authorisation"] = segment.get(2)
    elif name == "PRV" and first == "PE":
        found["taxonomy"] = segment.get(3)

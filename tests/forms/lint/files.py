"""Right files of claims to start from, and how the tables of variants and mutations change them.

A file is one line of text: its segments end with "~" alone, so that a change reads as one segment. SE01 is
counted anew after a change, unless the count is what is changed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_ISA = "ISA*00*          *00*          *ZZ*CEDARRIVER     *ZZ*CLEARHOUSE     *260612*0900*^*00501*000000102*0*T*:~"
_GS = "GS*HC*CEDARRIVER*CLEARHOUSE*20260612*0900*102*X*005010X222A1~"
_CLINIC = "CEDAR RIVER MASSAGE THERAPY PLLC"
_ENDS = (
    f"NM1*41*2*{_CLINIC}*****46*CEDARRIVER~PER*IC*BILLING OFFICE*TE*2065550100~"
    "NM1*40*2*EXAMPLE CLEARINGHOUSE*****46*CLEARHOUSE~"
)
_BILLING = (
    f"HL*1**20*1~PRV*BI*PXC*225700000X~NM1*85*2*{_CLINIC}*****XX*1999999117~"
    "N3*1450 RAINIER AVE S STE 200~N4*SEATTLE*WA*981441234~REF*EI*912345678~"
)
_PEOPLE = (
    "NM1*DN*1*NGUYEN*ALICE****XX*1555555014~NM1*82*1*REYES*MARCO****XX*1999999331~PRV*PE*PXC*225700000X~"
)
_MEMBER = "NM1*IL*1*OKAFOR*SAMUEL*Q***MI*SBS778812~N3*44 LAKE ST~N4*RENTON*WA*98055~DMG*D8*19760930*M~"
_PAYER = "NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS01~"


def _lines(claim_id: str, *answers: str) -> str:
    services = ("HC:97140:GP*96*UN*2***1", "HC:97124:GP:59*45*UN*1***2")
    found = ""
    for at, service in enumerate(services, 1):
        answer = answers[at - 1] if answers else ""
        found += f"LX*{at}~SV1*{service}~DTP*472*D8*20260505~REF*6R*{claim_id}-{at}~{answer}"
    return found


def _self(level: int, claim_id: str) -> str:
    head = f"HL*{level}*1*22*0~SBR*P*18*GRP9100******BL~{_MEMBER}{_PAYER}"
    claim = f"CLM*{claim_id}*141***11:B:1*Y*A*Y*Y~REF*G1*AUTH55120~HI*ABK:M5459*ABF:M546~"
    return head + claim + _PEOPLE + _lines(claim_id)


def _set(body: str, control: str = "0102", batch: str = "B000102") -> str:
    head = f"ST*837*{control}*005010X222A1~BHT*0019*00*{batch}*20260612*0900*CH~{_ENDS}{_BILLING}"
    return f"{head}{body}SE*0*{control}~"


def _file(*sets: str) -> str:
    return recounted(f"{_ISA}{_GS}{''.join(sets)}GE*{len(sets)}*102~IEA*1*000000102~")


_AUTO = (
    "HL*2*1*22*1~SBR*P********AM~NM1*IL*1*ROSS*PETER****MI*POL99887~"
    "NM1*PR*2*PACIFIC AUTO INSURANCE*****PI*PAI01~N3*PO BOX 9000~N4*SEATTLE*WA*98111~"
    "HL*3*2*23*0~PAT*01~NM1*QC*1*ROSS*LINDA~N3*9 LAKE ROAD~N4*TACOMA*WA*98402~DMG*D8*19850923*F~"
    "REF*Y4*CLM2026A0042~CLM*CR26-000105*141***11:B:1*Y*A*Y*Y**AA:::WA~DTP*431*D8*20260402~"
    "DTP*439*D8*20260402~PWK*OZ*BM***AC*CR26000105~HI*ABK:S161XXD*ABF:S134XXD~"
) + _PEOPLE
_WORK = (
    "HL*2*1*22*1~SBR*P********WC~NM1*IL*2*RAINIER BOX COMPANY*****MI*SB12345~"
    "NM1*PR*2*NORTHWEST WORK COMP SERVICES*****PI*NWC01~HL*3*2*23*0~PAT*20~NM1*QC*1*TRAN*MINH~"
    "N3*9 OTHELLO ST~N4*SEATTLE*WA*98118~DMG*D8*19880712*M~REF*Y4*SB12345~"
    "CLM*CR26-000106*141***11:B:1*Y*A*Y*Y**EM~DTP*431*D8*20260310~DTP*439*D8*20260310~"
    "REF*G1*LNI-AUTH-0077~HI*ABK:S39012D*ABF:M546~"
) + _PEOPLE
_OTHER = "OI***Y***Y~NM1*IL*1*OKAFOR*SAMUEL*Q***MI*EHP445566~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EHP01~"
_SECOND = (
    f"HL*2*1*22*0~SBR*S*18*GRP9100******BL~{_MEMBER}{_PAYER}"
    "CLM*CR26-000107S*141***11:B:1*Y*A*Y*Y~HI*ABK:M5459*ABF:M546~"
    f"{_PEOPLE}SBR*P*18*GRP5500******CI~AMT*D*100~{_OTHER}REF*F8*EHP2026140001~"
)
_ANSWERS = (
    "SVD*EHP01*70*HC:97140:GP**2~CAS*CO*45*10~CAS*PR*2*16~DTP*573*D8*20260520~AMT*EAF*16~",
    "SVD*EHP01*30*HC:97124:GP:59**1~CAS*CO*45*5~CAS*PR*3*10~DTP*573*D8*20260520~AMT*EAF*10~",
)
_TERTIARY = (
    _SECOND.replace("SBR*S*18", "SBR*T*18").replace("000107S", "000108S")
    + "SBR*S*18*GRP7700******CI~AMT*D*20~OI***Y***Y~NM1*IL*1*OKAFOR*SAMUEL*Q***MI*SUN777~"
    "NM1*PR*2*SUN HEALTH PLAN*****PI*SUN01~"
)
_SECOND_ANSWERS = (
    "SVD*SUN01*12*HC:97140:GP**2~CAS*OA*23*80~CAS*PR*2*4~DTP*573*D8*20260601~AMT*EAF*4~",
    "SVD*SUN01*8*HC:97124:GP:59**1~CAS*OA*23*35~CAS*PR*3*2~DTP*573*D8*20260601~AMT*EAF*2~",
)


def recounted(text: str) -> str:
    """Return a file whose every SE01 is right; its segments end with "~"."""
    found, count = [], 0
    for segment in text.split("~"):
        count = 1 if segment.startswith("ST*") else count + 1
        found.append(re.sub(r"^SE\*[^*]*", f"SE*{count}", segment))
    return "~".join(found)


BASES = {
    "empty": f"{_ISA}TA1*000000101*260611*0900*A*000~{_GS}GE*0*102~IEA*1*000000102~",
    "self": _file(_set(_self(2, "CR26-000102"))),
    "two claims": _file(_set(_self(2, "CR26-000102") + _self(3, "CR26-000103"))),
    "two sets": _file(_set(_self(2, "CR26-000102")), _set(_self(2, "CR26-000103"), "0103", "B000103")),
    "auto": _file(_set(_AUTO + _lines("CR26-000105"))),
    "work": _file(_set(_WORK + _lines("CR26-000106"))),
    "secondary": _file(_set(_SECOND + _lines("CR26-000107S", *_ANSWERS))),
    "tertiary": _file(
        _set(_TERTIARY + _lines("CR26-000108S", *map("".join, zip(_ANSWERS, _SECOND_ANSWERS, strict=True))))
    ),
}


def table(name: str) -> list[dict[str, Any]]:
    """Return the entries of one of the tables in this folder."""
    with (HERE / f"{name}.toml").open("rb") as file:
        return list(tomllib.load(file)[name.rstrip("s")])


def made(entry: dict[str, Any]) -> str:
    """Return the file of an entry: its base with its changes; what is to be changed must stand there once."""
    text = BASES[entry["base"]]
    for old, new in entry.get("change", ()):
        count = text.count(old)
        assert count == 1 or (count and entry.get("every")), f"{entry['name']}: {old!r} stands {count} times"
        text = text.replace(old, new)
    text = text.replace("@lines@", "".join(_more_lines()))
    if entry.get("count", True):
        text = recounted(text)
    if signs := entry.get("signs"):
        text = text.translate(str.maketrans("*:^~", signs))
    return text.replace("~", entry.get("end", "~"))


def _more_lines() -> Iterator[str]:
    """Yield lines 3 to 51, without a charge."""
    for number in range(3, 52):
        yield f"LX*{number}~SV1*HC:97010*0*UN*1***1~DTP*472*D8*20260505~"


def place_of(text: str, start: str, nth: int = 1) -> int:
    """Return the number of the nth segment that begins so; "" means the last of the file."""
    segments = [segment for segment in text.split("~") if segment]
    found = [at for at, segment in enumerate(segments, 1) if segment.startswith(start)]
    return found[nth - 1] if start else len(segments)

"""What an invented clearinghouse and invented payers answer to claims: a 999, a 277CA and an 835 as text.

Written from the claims as they stand, by rules that look at nothing but their order: most are paid, some are
denied, one is short paid, one was not known. Every remittance adds up.

Source: handbook §8.2, §8.3, §8.5, §8.10; payers and people are those of the sample.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SYNTAX, _TAKEN, _MONEY = "005010X231A1", "005010X214", "005010X221A1"
_GROUPS = {"999": ("FA", _SYNTAX), "277": ("HN", _TAKEN), "835": ("HP", _MONEY)}
_UNCLEAN = re.compile(r"[^A-Z0-9 .,&/-]")
_ISA = "ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*CEDARRIVER     "
_EVERY = 11
"""After so many claims the verdicts come again."""
_DEDUCTIBLE, _SHORT, _NO_APPROVAL, _NO_ORDER = 2, 6, 4, 8


class Line(NamedTuple):
    """One line of a claim that is out; cents. `allowed` is what the contract allows."""

    code: str
    mods: tuple[str, ...]
    units: int
    charge: int
    allowed: int
    control: str


@dataclass(frozen=True, slots=True, repr=False)
class Out:
    """One claim that is out; `at_desk` are the cents that the patient has paid at the visit."""

    claim_id: str
    last: str
    first: str
    member_id: str
    day: dt.date
    at_desk: int
    lines: tuple[Line, ...]

    @property
    def charge(self) -> int:
        """Return what was charged, in cents."""
        return sum(line.charge for line in self.lines)


class Desk(NamedTuple):
    """Who answers to whom, with the names and numbers of both, on which day, in which file."""

    payer: str
    payer_id: str
    clinic: str
    npi: str
    tax_id: str
    day: dt.date
    number: int


def syntax_accepted(group: str, sets: Sequence[str], day: dt.date, number: int) -> str:
    """Return a 999 that accepts every set of a group."""
    body = [f"AK1*HC*{group}*005010X222A1"]
    for one in sets:
        body += [f"AK2*837*{one}*005010X222A1", "IK5*A"]
    return _whole("999", [*body, f"AK9*A*{len(sets)}*{len(sets)}*{len(sets)}"], day, number)


def taken(desk: Desk, batch: str, claims: Sequence[Out], unknown: str = "") -> str:
    """Return a 277CA of a payer that takes the claims, but for one whose member it does not know."""
    when, number = f"{desk.day:%Y%m%d}", desk.number
    body = [f"BHT*0085*08*{number}*{when}*1200*TH", "HL*1**20*1"]
    body += [f"NM1*PR*2*{_clean(desk.payer)}*****PI*{desk.payer_id}", f"TRN*1*CA{number}"]
    body += [f"DTP*050*D8*{when}", f"DTP*009*D8*{when}", "HL*2*1*21*1"]
    body += [f"NM1*41*2*{_clean(desk.clinic)}*****46*CEDARRIVER", f"TRN*2*{batch}"]
    total = _dollars(sum(claim.charge for claim in claims))
    body += [f"STC*A1:19:PR*{when}*WQ*{total}"]
    body += ["HL*3*2*19*1", f"NM1*85*2*{_clean(desk.clinic)}*****XX*{desk.npi}"]
    body += ["TRN*1*0", f"STC*A1:19:PR**WQ*{total}"]
    for at, claim in enumerate(claims, 4):
        said = "A7:164:IL" if claim.claim_id == unknown else "A2:20:PR"
        action = "U" if claim.claim_id == unknown else "WQ"
        body += [f"HL*{at}*3*PT", f"NM1*QC*1*{_name(claim)}", f"TRN*2*{claim.claim_id}"]
        body += [f"STC*{said}*{when}*{action}*{_dollars(claim.charge)}"]
        body += [] if claim.claim_id == unknown else [f"REF*1K*{_own_number(desk, claim)}"]
        body += [f"DTP*472*D8*{claim.day:%Y%m%d}"]
    return _whole("277", body, desk.day, number)


def remittance(desk: Desk, claims: Sequence[Out], interest: int = 0) -> str:
    """Return an 835 that answers the claims; `interest` in cents comes on top."""
    answers = [_answer(desk, claim, at) for at, claim in enumerate(claims)]
    amount = sum(paid for paid, _ in answers) + interest
    when = f"{desk.day:%Y%m%d}"
    body = [f"BPR*I*{_dollars(amount)}*C*{'ACH' if amount else 'NON'}************{when}"]
    body += [f"TRN*1*EFT{desk.number}*1910000001", f"DTM*405*{when}", f"N1*PR*{_clean(desk.payer)}"]
    body += [
        "N3*1 PAYER WAY",
        "N4*SEATTLE*WA*98101",
        f"REF*2U*{desk.payer_id}",
        "PER*BL*EDI SUPPORT*TE*8005550199",
    ]
    body += [f"N1*PE*{_clean(desk.clinic)}*XX*{desk.npi}", f"REF*TJ*{desk.tax_id}", "LX*1"]
    for _, segments in answers:
        body += segments
    body += [f"PLB*{desk.npi}*{desk.day.year}1231*L6*{_dollars(-interest)}"] if interest else []
    return _whole("835", body, desk.day, desk.number)


def _answer(desk: Desk, claim: Out, at: int) -> tuple[int, list[str]]:
    """Return the cents paid and the segments about a claim."""
    verdict, left, paid, theirs = at % _EVERY, claim.at_desk, 0, 0
    lines: list[str] = []
    for line in claim.lines:
        allowed = line.allowed * (3 if verdict == _SHORT else 4) // 4
        off, remarks = [("CO", "45", line.charge - allowed)], ""
        if verdict in (_NO_APPROVAL, _NO_ORDER):
            off, remarks = (
                [("CO", "197" if verdict == _NO_APPROVAL else "16", line.charge)],
                "M62" if verdict == _NO_APPROVAL else "N264",
            )
        elif verdict == _DEDUCTIBLE:
            off.append(("PR", "1", allowed))
        elif left:
            off.append(("PR", "3", min(left, allowed)))
            left -= min(left, allowed)
        got = line.charge - sum(cents for *_, cents in off)
        paid += got
        theirs += sum(cents for group, _, cents in off if group == "PR")
        code = ":".join(("HC", line.code, *line.mods))
        lines += [f"SVC*{code}*{_dollars(line.charge)}*{_dollars(got)}**{line.units}"]
        lines += [f"DTM*472*{claim.day:%Y%m%d}"]
        lines += [f"CAS*{group}*{carc}*{_dollars(cents)}" for group, carc, cents in off if cents]
        lines += [f"REF*6R*{line.control}"]
        lines += [f"LQ*HE*{remarks}"] if remarks else [f"AMT*B6*{_dollars(allowed)}"]
    part = _dollars(theirs) if theirs else ""
    status = "4" if verdict in (_NO_APPROVAL, _NO_ORDER) else "1"
    head = f"CLP*{claim.claim_id}*{status}*{_dollars(claim.charge)}*{_dollars(paid)}*{part}*12"
    head += f"*{_own_number(desk, claim)}*11*1"
    return paid, [head, f"NM1*QC*1*{_name(claim)}", f"DTM*232*{claim.day:%Y%m%d}", *lines]


def _own_number(desk: Desk, claim: Out) -> str:
    return f"{desk.payer_id}{claim.claim_id[-6:]}"


def _name(claim: Out) -> str:
    return f"{_clean(claim.last)}*{_clean(claim.first)}****MI*{_clean(claim.member_id)}"


def _clean(text: str) -> str:
    return _UNCLEAN.sub(" ", text.upper()).strip()


def _dollars(cents: int) -> str:
    sign, whole, part = "-" * (cents < 0), abs(cents) // 100, abs(cents) % 100
    return f"{sign}{whole}" + (f".{part:02}".rstrip("0") if part else "")


def _whole(kind: str, body: list[str], day: dt.date, number: int) -> str:
    """Put one set into an interchange with right counts, a segment a line."""
    functional, version = _GROUPS[kind]
    st = f"ST*{kind}*{number:04}" + ("" if kind == "835" else f"*{version}")
    lines = [
        f"{_ISA}*{day:%y%m%d}*1200*^*00501*{number:09}*0*T*:",
        f"GS*{functional}*CLEARHOUSE*CEDARRIVER*{day:%Y%m%d}*1200*{number}*X*{version}",
        st,
        *body,
        f"SE*{len(body) + 2}*{number:04}",
        f"GE*1*{number}",
        f"IEA*1*{number:09}",
    ]
    return "".join(f"{line}~\n" for line in lines)

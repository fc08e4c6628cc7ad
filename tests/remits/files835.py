"""Invented 835 files: random remittances that add up, with every segment the guide allows where we read it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

ISA = "ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*CEDARRIVER     *260520*1200*^*00501*000000501*0*T*:"
CODES = (("97124", 4500), ("97140", 4800), ("97010", 2000), ("97112", 5200))
DENIALS = ("4", "16", "29", "50", "96", "97", "119", "151", "197", "204")
PLB = ("WO", "FB", "72", "L6", "CS", "IR", "J1", "LE", "50", "AP", "B2", "BN", "E3")


def dollars(cents: int) -> str:
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    text = f"{cents // 100}.{cents % 100:02}".rstrip("0").rstrip(".")
    return sign + (text or "0")


@dataclass
class Line:
    code: str
    mods: tuple[str, ...]
    units: int
    charge: int
    paid: int
    cas: list[tuple[str, str, int]]
    control: str = ""
    allowed: int | None = None
    remarks: tuple[str, ...] = ()
    day: str = "20260504"


@dataclass
class Claim:
    claim_id: str
    status: str
    lines: list[Line]
    icn: str = "ICN1"
    cas: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def charge(self) -> int:
        return sum(line.charge for line in self.lines)

    @property
    def paid(self) -> int:
        return sum(line.paid for line in self.lines) - sum(a for _, _, a in self.cas)

    @property
    def patient(self) -> int:
        own = [*self.cas, *(c for line in self.lines for c in line.cas)]
        return sum(amount for group, _, amount in own if group == "PR")

    def reversed(self) -> Claim:
        turn = lambda cas: [(g, r, -a) for g, r, a in cas]  # noqa: E731
        lines = [
            Line(x.code, x.mods, -x.units, -x.charge, -x.paid, turn(x.cas), x.control, None, (), x.day)
            for x in self.lines
        ]
        return Claim(self.claim_id, "22", lines, self.icn, turn(self.cas))


def line(dice: random.Random, claim_id: str, number: int) -> Line:
    """Return a line that adds up: paid, denied, or all to the patient."""
    code, price = dice.choice(CODES)
    units = dice.randint(1, 4)
    charge = price * units
    mods = dice.choice(((), ("GP",), ("GP", "59"), ("XS",)))
    kind = dice.random()
    if kind < 0.2:
        cas = [(dice.choice(("CO", "PR", "OA", "PI")), dice.choice(DENIALS), charge)]
        paid, remarks, allowed = 0, ("N130",), None
    else:
        contract = dice.randint(0, charge // 2)
        share = dice.choice((0, 0, 1500, 2500))
        share = min(share, charge - contract)
        cas = [("CO", "45", contract)] if contract else []
        cas += [("PR", dice.choice("123"), share)] if share else []
        paid, remarks, allowed = charge - contract - share, (), charge - contract
    return Line(code, mods, units, charge, paid, cas, f"{claim_id}-{number}", allowed, remarks)


def claim(dice: random.Random, claim_id: str) -> Claim:
    lines = [line(dice, claim_id, n) for n in range(1, dice.randint(1, 3) + 1)]
    status = dice.choice(("1", "1", "1", "2", "4", "19"))
    return Claim(claim_id, status, lines, f"ICN{dice.randint(1, 10**9)}")


def segments(
    claims, plb=(), trace="EFT1", full=True, date="20260520", payer="EVERGREEN HEALTH PLAN", npi="1999999117"
):
    """Return the segments of one transaction set from ST to SE."""
    amount = sum(c.paid for c in claims) - sum(a for _, _, a in plb)
    out = ["ST*835*0501", f"BPR*I*{dollars(amount)}*C*{'ACH' if amount else 'NON'}************{date}"]
    out += [f"TRN*1*{trace}*1910000001", f"DTM*405*{date}", f"N1*PR*{payer}"]
    out += ["N3*1 PAYER WAY", "N4*SEATTLE*WA*98101"] + (["REF*2U*EHP01"] if full else [])
    out += ["PER*BL*EDI SUPPORT*TE*8005550199", f"N1*PE*CEDAR RIVER*XX*{npi}", "REF*TJ*912345678", "LX*1"]
    out += ["TS3*1999999117*11*20261231*1*180"] if full else []
    for one in claims:
        out += _claim(one, full)
    out += [f"PLB*{npi}*20261231*{reason}{':' + ref if ref else ''}*{dollars(a)}" for reason, ref, a in plb]
    return [*out, f"SE*{len(out) + 1}*0501"]


def _claim(one: Claim, full: bool) -> list[str]:
    money = "*".join(map(dollars, (one.charge, one.paid)))
    part = dollars(one.patient) if one.patient else ""
    out = [f"CLP*{one.claim_id}*{one.status}*{money}*{part}*12*{one.icn}*11*1"]
    out += [*_cas(one.cas), "NM1*QC*1*HARPER*JUNE****MI*EHP445566701"]
    if full:
        out += ["NM1*IL*1*HARPER*JOHN****MI*EHP445566701", "NM1*74*1**JEROME", "NM1*82*1******XX*1999999224"]
        out += ["NM1*TT*2*OTHER PLAN*****PI*UTH01", "NM1*PR*2*CORRECT PAYER*****PI*X1", "MOA***MA01*N115"]
        out += ["REF*1L*GRP7001", "REF*EA*77", "DTM*050*20260507"]
    out += ["DTM*232*20260504", "DTM*233*20260504"] if full else ["DTM*232*20260504"]
    out += ["PER*CX*CALL CENTRE*TE*8005550111", "AMT*AU*128", "QTY*CA*1"] if full else []
    for x in one.lines:
        code = ":".join(("HC", x.code, *x.mods))
        out += [
            f"SVC*{code}*{dollars(x.charge)}*{dollars(x.paid)}**{x.units}",
            f"DTM*472*{x.day}",
            *_cas(x.cas),
        ]
        out += [f"REF*6R*{x.control}"] if x.control else []
        out += ["REF*HPI*1999999224"] if full else []
        out += [f"AMT*B6*{dollars(x.allowed)}"] if x.allowed is not None else []
        out += [f"LQ*HE*{r}" for r in x.remarks]
    return out


def _cas(triples) -> list[str]:
    """Return CAS segments, one a group, up to six triples each."""
    out = []
    for group in dict.fromkeys(g for g, _, _ in triples):
        own = [(r, a) for g, r, a in triples if g == group]
        for at in range(0, len(own), 6):
            parts = "*".join(f"{r}*{dollars(a)}*" for r, a in own[at : at + 6]).rstrip("*")
            out.append(f"CAS*{group}*{parts}")
    return out


def file_of(*sets, end="~", isa=ISA) -> str:
    """Return a file with these transaction sets in one group."""
    body = [isa, "GS*HP*CLEARHOUSE*CEDARRIVER*20260520*1200*501*X*005010X221A1"]
    for n, one in enumerate(sets):
        number = f"{501 + n:04}"
        body += [s.replace("*0501", f"*{number}") if s[:2] in ("ST", "SE") else s for s in one]
    return end.join([*body, f"GE*{len(sets)}*501", "IEA*1*000000501", ""])


def remittance(seed: int, claims: int = 6) -> list[str]:
    """Return a random set that adds up, with reversals and provider adjustments."""
    dice = random.Random(seed)
    found = []
    for n in range(claims):
        one = claim(dice, f"CR26-{seed % 1000:03}{n:03}")
        found.append(one)
        if dice.random() < 0.2:
            again = claim(dice, one.claim_id)
            found += [one.reversed(), again]
    plb = [
        (dice.choice(PLB), dice.choice(("", "REF1")), dice.randint(-5000, 5000))
        for _ in range(dice.randint(0, 2))
    ]
    return segments(found, plb, trace=f"EFT{seed}", full=dice.random() < 0.7)

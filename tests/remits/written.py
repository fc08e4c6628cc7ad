"""Makes 999, 277CA, 277 and 271 files with all segments that a payer may use, at the throw of a die.

Names, numbers and days are invented. What a guide makes situational is there or not, in every combination.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

ISA = "ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*CEDARRIVER     *260613*1200*^*00501*000000{n}*0*T*:"
SYNTAX, TAKEN, STATUS, BENEFITS = "005010X231A1", "005010X214", "005010X212", "005010X279A1"
GROUPS = {SYNTAX: ("FA", "999"), TAKEN: ("HN", "277"), STATUS: ("HN", "277"), BENEFITS: ("HB", "271")}


def whole(version: str, bodies: list[list[str]], number: int = 603) -> str:
    """Put sets into an interchange with right counts."""
    functional, kind = GROUPS[version]
    lines = [
        ISA.format(n=number),
        f"GS*{functional}*CLEARHOUSE*CEDARRIVER*20260613*1200*{number}*X*{version}",
    ]
    for at, body in enumerate(bodies, 1):
        lines += [f"ST*{kind}*{at:04}*{version}", *body, f"SE*{len(body) + 2}*{at:04}"]
    lines += [f"GE*{len(bodies)}*{number}", f"IEA*1*000000{number}"]
    return "".join(line + "~\n" for line in lines)


def day(dice: random.Random) -> str:
    return f"2026{dice.randint(1, 12):02}{dice.randint(1, 28):02}"


def amount(dice: random.Random) -> str:
    return dice.choice(("180", "75.5", "0", "1234.56", "12"))


def syntax(dice: random.Random) -> str:
    """Return a 999 over one to three sets."""
    bodies = []
    for _ in range(dice.randint(1, 2)):
        sets = dice.randint(1, 3)
        accepted = 0
        body = ["AK1*HC*101*005010X222A1"]
        for at in range(sets):
            body.append(f"AK2*837*{at + 101:04}*005010X222A1")
            errors = [] if dice.random() < 0.4 else [_bad_segment(dice) for _ in range(dice.randint(1, 3))]
            body += [line for error in errors for line in error]
            verdict = dice.choice("RE") if errors else "A"
            accepted += verdict != "R"
            body.append(
                f"IK5*{verdict}"
                + ("*I5*4" if verdict == "R" and dice.random() < 0.5 else "*5" if errors else "")
            )
        verdict = "A" if accepted == sets else "P" if accepted else "R"
        body.append(
            f"AK9*{verdict}*{sets}*{sets}*{accepted}"
            + ("*1" if verdict == "R" and dice.random() < 0.5 else "")
        )
        bodies.append(body)
    return whole(SYNTAX, bodies)


def _bad_segment(dice: random.Random) -> list[str]:
    name, loop = dice.choice((("HI", "2300"), ("NM1", "2010"), ("SV1", "2400"), ("N4", "2010")))
    lines = [f"IK3*{name}*{dice.randint(3, 60)}*{loop}*8"]
    if dice.random() < 0.7:
        lines.append(f"CTX*CLM01:CR26-{dice.randint(101, 120):06}")
    for _ in range(dice.randint(0, 2)):
        place = dice.choice(("1:2", "3", "9", "1:1:2"))
        lines.append(
            f"IK4*{place}*{dice.choice((1271, 1035, 67))}*{dice.choice(('I12', '7', '1', '6'))}*M545"
        )
        if dice.random() < 0.3:
            lines.append("CTX*SITUATIONAL TRIGGER*CLM*20**5:3*1325")
    return lines


def taken(dice: random.Random) -> str:
    """Return a 277CA of one batch with several providers and patients."""
    return whole(TAKEN, [_taken(dice) for _ in range(dice.randint(1, 2))])


def _taken(dice: random.Random) -> list[str]:
    body = ["BHT*0085*08*603*20260613*1200*TH"]
    levels = iter(range(1, 1000))
    body += [f"HL*{next(levels)}**20*1", "NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS01", "TRN*1*CA603"]
    body += [f"DTP*050*D8*{day(dice)}", f"DTP*009*D8*{day(dice)}"]
    receiver = next(levels)
    body += [f"HL*{receiver}*1*21*1", "NM1*41*2*CEDAR RIVER*****46*CEDARRIVER", "TRN*2*B000104"]
    body += [f"STC*A1:19:PR*{day(dice)}*WQ*{amount(dice)}", *_counts(dice, "90", "AA")]
    for _ in range(dice.randint(1, 2)):
        provider = next(levels)
        body += [f"HL*{provider}*{receiver}*19*1", "NM1*85*2*CEDAR RIVER*****XX*1999999117"]
        body += ["TRN*1*0", "STC*A1:19:PR**WQ*180", *_counts(dice, "QA", "QC")]
        for _ in range(dice.randint(1, 4)):
            body += [f"HL*{next(levels)}*{provider}*PT", "NM1*QC*1*OKAFOR*SAMUEL****MI*SBS778821"]
            for _ in range(dice.randint(1, 2)):
                body += _claim(dice)
    return body


def _counts(dice: random.Random, accepted: str, rejected: str) -> Iterator[str]:
    wanted = dice.choice(((), (0,), (1,), (0, 1)))
    yield from (f"QTY*{(accepted, rejected)[at]}*{dice.randint(1, 9)}" for at in wanted)
    yield from (f"AMT*{('YU', 'YY')[at]}*{amount(dice)}" for at in wanted)


def status(dice: random.Random, action: str, charge: str) -> str:
    """Return an STC with one to three statuses and perhaps a text; of a line it has neither charge nor text."""
    codes = dice.choice(("A7:164:IL", "A7:562:85", "A3:33:IL", "A2:20:PR", "A1:19:PR", "A8:255", "A6:500:77"))
    more = (
        [dice.choice(("A7:255", "A7:454:85")), dice.choice(("", "A7:453"))]
        if dice.random() < 0.3
        else ["", ""]
    )
    text = "ASK THE PAYER" if charge and dice.random() < 0.3 else ""
    return "*".join(("STC", codes, day(dice), action, charge, *[""] * 5, *more, text)).rstrip("*")


def _claim(dice: random.Random) -> list[str]:
    action = dice.choice(("U", "WQ"))
    lines = [f"TRN*2*CR26-{dice.randint(101, 140):06}"]
    lines += [status(dice, action, amount(dice)) for _ in range(dice.randint(1, 2))]
    if dice.random() < 0.6:
        lines.append(f"REF*1K*SBS{dice.randint(10**9, 10**10)}")
    if dice.random() < 0.6:
        lines.append(f"REF*D9*CH{dice.randint(10**5, 10**6)}")
    lines.append(dice.choice((f"DTP*472*D8*{day(dice)}", "DTP*472*RD8*20260601-20260612")))
    for _ in range(dice.randint(0, 2)):
        lines += [f"SVC*HC:97124*{amount(dice)}*****4", status(dice, "U", "")]
        lines += [f"REF*FJ*CR26-000104-{dice.randint(1, 6)}", f"DTP*472*D8*{day(dice)}"]
    return lines


def answered(dice: random.Random, most_lines: int = 2) -> str:
    """Return a 277 to our questions about claims."""
    body = ["BHT*0010*08*604*20260614*1200*DG"]
    body += ["HL*1**20*1", "NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS01", "PER*IC*DESK*TE*8005550100"]
    body += ["HL*2*1*21*1", "NM1*41*2*CEDAR RIVER*****46*CEDARRIVER"]
    body += ["HL*3*2*19*1", "NM1*1P*2*CEDAR RIVER*****XX*1999999117"]
    level = 4
    for _ in range(dice.randint(1, 3)):
        has_dependent = dice.random() < 0.3
        body += [f"HL*{level}*3*22*{int(has_dependent)}", "NM1*IL*1*OKAFOR*SAMUEL****MI*SBS778821"]
        if has_dependent:
            level += 1
            body += [f"HL*{level}*{level - 1}*23", "NM1*QC*1*OKAFOR*ADA"]
        for _ in range(dice.randint(1, 2)):
            body += _asked(dice, most_lines)
        level += 1
    return whole(STATUS, [body], 604)


def _asked(dice: random.Random, most_lines: int) -> list[str]:
    lines = [f"TRN*2*Q{dice.randint(1000, 9999)}"]
    for _ in range(dice.randint(1, 2)):
        codes = dice.choice(("P1:20", "P3:294:85", "R3:297:85", "F1:65", "F2:107", "A4:35", "E0:0", "F0:1"))
        lines.append(f"STC*{codes}*{day(dice)}**{amount(dice)}*{amount(dice)}*{day(dice)}")
    if dice.random() < 0.7:
        lines.append("REF*1K*SBS2026166104")
    if dice.random() < 0.8:
        lines.append(f"REF*EJ*CR26-{dice.randint(101, 140):06}")
    lines.append(f"DTP*472*RD8*{day(dice)}-20261231")
    for _ in range(dice.randint(0, most_lines)):
        lines += ["SVC*HC:97124*180*0****4", f"STC*P1:20*{day(dice)}", "REF*FJ*CR26-000104-1"]
        lines.append("DTP*472*D8*20260612")
    return lines


def benefits(dice: random.Random, with_all: bool = True) -> str:
    """Return a 271 about subscribers and dependents."""
    body = ["BHT*0022*11*605*20260615*1200", "HL*1**20*1", "NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS01"]
    body += ["HL*2*1*21*1", "NM1*1P*2*CEDAR RIVER*****XX*1999999117"]
    level = 3
    for _ in range(dice.randint(1, 3)):
        has_dependent = dice.random() < 0.3
        body += [f"HL*{level}*2*22*{int(has_dependent)}", f"TRN*2*ASK{level}*9CEDARRIVR"]
        body += [
            "NM1*IL*1*OKAFOR*SAMUEL****MI*SBS778821",
            "REF*6P*GRP7001",
            "N3*1 PINE ST",
            "N4*SEATTLE*WA*98101",
        ]
        if has_dependent:
            level += 1
            body += ["DMG*D8*19800101*M", f"HL*{level}*{level - 1}*23*0", f"TRN*2*ASK{level}*9CEDARRIVR"]
            body += ["NM1*03*1*OKAFOR*ADA"]
        body += _plan(dice, has_dependent, with_all)
        level += 1
    return whole(BENEFITS, [body], 605)


def _plan(dice: random.Random, has_dependent: bool, with_all: bool) -> list[str]:
    if dice.random() < 0.15:
        return ["AAA*N**15*C"]
    lines = ["DMG*D8*19840217*F", "INS*N*01" if has_dependent else "INS*Y*18"]
    lines += ["DTP*346*D8*20260101", "DTP*347*D8*20261231"]
    for _ in range(dice.randint(1, 5)):
        lines.append(
            dice.choice(
                (
                    f"EB*1**{'30^PT' if with_all else '30'}*HM*GOLD PLAN",
                    "EB*C*IND*30*HM**23*500****Y*Y",
                    "EB*B*IND*BE***27*25",
                    "EB*A*IND*33*****.2",
                    "EB*F*IND*BE***23***VS*12*Y*N" if with_all else "EB*F*IND*BE***23",
                    "EB*I*IND*33",
                    f"EB*CB**{'' if with_all else '33'}*HM*******Y*Y*HC:97124:GP",
                )
            )
        )
        if dice.random() < 0.4:
            lines.append("HSD*VS*12***23*1")
        if dice.random() < 0.3:
            lines.append("REF*18*PLAN1")
        if dice.random() < 0.3:
            lines.append("DTP*348*D8*20260101")
        if dice.random() < 0.4:
            lines += ["MSG*MASSAGE ONLY WITH ORDER", "MSG*CALL FIRST"][: dice.randint(1, 2)]
        if dice.random() < 0.3:
            lines += ["LS*2120", "NM1*PR*2*OTHER PLAN*****PI*OTH01", "LE*2120"]
    return lines


MADE = {"999": syntax, "277CA": taken, "277": answered, "271": benefits}


def mutated(text: str, dice: random.Random) -> str:
    """Return the file with one thing changed: a segment lost, doubled, moved, or an element changed."""
    lines = text.rstrip("\n").split("~\n")
    lines = [line.removesuffix("~") for line in lines]
    at = dice.randrange(3, len(lines) - 3)
    what = dice.randrange(5)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, lines[at])
    elif what == 2:
        other = dice.randrange(3, len(lines) - 3)
        lines[at], lines[other] = lines[other], lines[at]
    else:
        elements = lines[at].split("*")
        place = dice.randrange(1, len(elements)) if len(elements) > 1 else 0
        values = ("", "X", "0", "20269999", "12,5", "A:B:C:D", "9" * 20, "ä")
        elements[place] = dice.choice(values) if place else elements[0]
        lines[at] = "*".join(elements)
    return "".join(line + "~\n" for line in lines)


_LIKE = (
    ("A7:164:IL", "A3:21", "A8:306:82", "A2:20"),
    ("180", "75.5", "0", "1234.56", "12", "9.99"),
    ("CR26-000101", "CR26-000777", "A B", "X1"),
    ("20260613", "20251231", "20260228"),
    ("P1:20", "F1:65", "R3:297:85", "A4:35"),
)
_ONCE = ("REF*1K", "REF*D9", "REF*EJ", "REF*18")


def changed(text: str, dice: random.Random) -> str:
    """Return the file with one to three other values, or without a segment that may be missing; counts are right."""
    lines = [line for line in text.replace("\n", "").split("~") if line]
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(3, len(lines) - 3)
        may_go = lines[at].startswith(("CTX", "MSG", "HSD", *_ONCE))
        if may_go and dice.random() < 0.5:
            del lines[at]
            continue
        elements = lines[at].split("*")
        for place in range(1, len(elements)):
            like = next((kind for kind in _LIKE if elements[place] in kind), None)
            if like and dice.random() < 0.7:
                elements[place] = dice.choice(like)
        lines[at] = "*".join(elements)
    starts = [at for at, line in enumerate(lines) if line.startswith("ST*")]
    for start in starts:
        end = next(at for at in range(start, len(lines)) if lines[at].startswith("SE*"))
        lines[end] = f"SE*{end - start + 1}*{lines[end].split('*')[2]}"
    return "".join(line + "~" + dice.choice(("", "\n")) for line in lines)

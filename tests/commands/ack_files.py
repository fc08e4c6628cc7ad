"""Acknowledgements of our own batches, as tests hand them in."""

from __future__ import annotations

from tests.remits.written import SYNTAX, TAKEN, whole

ONE, TWO = "CR26-000101", "CR26-000102"
HEAD = "ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*CEDARRIVER     *{day}*1200*^*00501*000000601*0*T*:~"


def ta1(verdict: str = "A", note: str = "000", number: str = "000000101", day: str = "260507") -> bytes:
    """Return an answer to the envelope of a file."""
    return f"{HEAD.format(day=day)}TA1*{number}*260506*0900*{verdict}*{note}~IEA*0*000000601~".encode()


def syntax(verdict: str = "A", *errors: str, group: str = "101", set_number: str = "0101") -> bytes:
    """Return a 999 of one set of a group, with the segments of its errors."""
    taken = int(verdict in "AE")
    body = [f"AK1*HC*{group}*005010X222A1", f"AK2*837*{set_number}*005010X222A1", *errors]
    body += [f"IK5*{verdict}" + ("" if verdict == "A" else "*5"), f"AK9*{verdict}*1*1*{taken}"]
    return whole(SYNTAX, [body]).replace("*260613*", "*260507*").encode()


def taken(
    *claims: tuple[str, ...],
    day: str = "20260508",
    speaker: str = "PR",
    receiver: str = "A1:19:PR",
    action: str = "WQ",
    provider: str = "",
    batch: str = "B000101",
) -> bytes:
    """Return a 277CA: each claim as number, STC codes, and further segments."""
    body = [
        "BHT*0085*08*603*20260508*1200*TH",
        "HL*1**20*1",
        f"NM1*{speaker}*2*SUMMIT BLUESHIELD*****PI*SBS01",
    ]
    body += ["TRN*1*CA603", f"DTP*050*D8*{day}", f"DTP*009*D8*{day}", "HL*2*1*21*1"]
    body += ["NM1*41*2*CEDAR RIVER*****46*CEDARRIVER", f"TRN*2*{batch}", f"STC*{receiver}*{day}*{action}*321"]
    body += ["HL*3*2*19*1", "NM1*85*2*CEDAR RIVER*****XX*1999999117"]
    body += ["TRN*1*0", f"STC*{provider}*{day}*U*321", "QTY*QC*2"] if provider else []
    for at, (number, codes, *more) in enumerate(claims, 4):
        action = "U" if codes[:2] in ("A3", "A6", "A7", "A8") else "WQ"
        body += [f"HL*{at}*3*PT", "NM1*QC*1*OKAFOR*SAMUEL****MI*SBS778821", f"TRN*2*{number}"]
        body += [f"STC*{codes}*{day}*{action}*180", *more]
    return whole(TAKEN, [body]).encode()


def status(*claims: tuple[str, str], day: str = "20260601") -> bytes:
    """Return a 277 about claims, each as number and STC codes."""
    body = ["BHT*0010*08*604*20260601*1200*DG", "HL*1**20*1", "NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS01"]
    body += ["HL*2*1*21*1", "NM1*41*2*CEDAR RIVER*****46*CEDARRIVER", "HL*3*2*19*1", "NM1*1P*2*CEDAR RIVER"]
    for at, (number, codes) in enumerate(claims, 4):
        body += [f"HL*{at}*3*22*0", "NM1*IL*1*OKAFOR*SAMUEL****MI*SBS778821", f"TRN*2*Q{at}"]
        body += [f"STC*{codes}*{day}**180*0", f"REF*EJ*{number}", "REF*1K*SBS2026166104"]
    return whole("005010X212", [body]).encode()

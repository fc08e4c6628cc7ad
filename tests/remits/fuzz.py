"""Throws damaged answers at the readers: nothing but findings may come out.

`python -m tests.remits.fuzz [HOW MANY] [FIRST SEED]`: an input that gets anything else out of a reader is kept in
`tests/crashers/` as a file, where the tests read it for ever.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from tests.remits.samples import SAMPLES, sample
from tests.remits.written import MADE, mutated
from xl_massbill.book.finding import Finding
from xl_massbill.remits.kinds import Kind, sets_of
from xl_massbill.remits.read271 import read_271
from xl_massbill.remits.read277 import read_277
from xl_massbill.remits.read277ca import read_277ca
from xl_massbill.remits.read999 import read_999
from xl_massbill.remits.ta1 import read_ta1

CRASHERS = Path(__file__).parents[1] / "crashers"
TA1 = b"TA1*000000101*260506*0900*R*006~"
PIECES = (
    b"*",
    b":",
    b"^",
    b"~",
    b"\r\n",
    b"\x00",
    b"\xff",
    b"ISA*00*",
    b"HL*1**20*1~",
    b"9" * 30,
    b"-",
    b" ",
    b"ST*999*1~",
)
READERS = {
    Kind.SYNTAX: lambda one, findings: [read_999(one, findings)],
    Kind.INTERCHANGE: lambda one, findings: [read_ta1(one, findings)],
    Kind.CLAIMS_TAKEN: read_277ca,
    Kind.STATUS: read_277,
    Kind.BENEFITS: read_271,
}


def read_all(data: bytes, *, as_every_kind: bool = False) -> list[Finding]:
    """Read a file with the reader of its kind (or each set with every reader), show all, return the findings."""
    findings: list[Finding] = []
    for one in sets_of(data, "file", findings):
        segments = list(one.segments)
        for reader in READERS.values() if as_every_kind else [READERS.get(one.kind, lambda *_: [])]:
            one.segments = iter(segments)
            for found in reader(one, findings):
                repr(found)
    return findings


def damaged(dice: random.Random) -> bytes:
    """Return one damaged file: a sample, or one made at the throw of the die."""
    if dice.random() < 0.3:
        data = sample(dice.choice(SAMPLES))
    else:
        text = dice.choice(list(MADE.values()))(random.Random(dice.randrange(50)))
        for _ in range(dice.randint(0, 3)):
            text = mutated(text, dice)
        data = text.encode()
    if dice.random() < 0.1:
        at = data.find(b"GS*")
        data = data[:at] + TA1 + data[at:]
    body = bytearray(data)
    for _ in range(dice.choice((0, 0, 1, 1, 2, 8))):
        at = dice.randrange(len(body) + 1)
        what = dice.randrange(5)
        if what == 0:
            body[at : at + dice.randint(1, 40)] = b""
        elif what == 1:
            body[at:at] = dice.choice(PIECES)
        elif what == 2 and at < len(body):
            body[at] = dice.randrange(256)
        elif what == 3:
            del body[at:]
        else:
            body[at:at] = body[: dice.randint(0, 300)]
        if not body:
            break
    return bytes(body)


def main(count: int, first: int) -> int:
    """Fuzz, keep what crashes, and return how many did."""
    crashed, told, begun = 0, 0, time.perf_counter()
    for seed in range(first, first + count):
        data = damaged(random.Random(seed))
        try:
            told += bool(read_all(data, as_every_kind=seed % 3 == 0))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            crashed += 1
            CRASHERS.mkdir(exist_ok=True)
            (CRASHERS / f"acks_{seed}.bin").write_bytes(data)
            print(f"seed {seed}: {type(error).__name__}: {error}")
    seconds = time.perf_counter() - begun
    print(f"{count:,} inputs, {told:,} with findings, {crashed} crashes, {seconds:.0f} s")
    return crashed


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [100_000, 0][len(numbers) :])) > 0)

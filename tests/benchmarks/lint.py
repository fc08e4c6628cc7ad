"""How fast lint is: `python -m tests.benchmarks.lint [25000]` makes a file of so many claims with four lines each.

Wall and processor seconds of one run, beside a bare reading of the same segments; memory is the peak of the process.
"""

from __future__ import annotations

import gc
import io
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from tests.forms.lint.files import BASES

A_SET = 5_000
_CODES = ("HC:97140:GP*96", "HC:97124:GP:59*45", "HC:97112:GP*60", "HC:97010*20")


def made(claims: int) -> bytes:
    """Return a right file: 5,000 claims a set, every member, number and day its own."""
    start, _, rest = BASES["self"].partition("ST*")
    head = "ST*" + rest.partition("HL*2*")[0]
    parts, sets = [start], 0
    for first in range(0, claims, A_SET):
        sets += 1
        inside = head.replace("ST*837*0102", f"ST*837*{sets:04}").replace("B000102", f"B{sets}")
        inside += "".join(_claim(at - first + 2, at) for at in range(first, min(claims, first + A_SET)))
        parts.append(f"{inside}SE*{inside.count('~') + 1}*{sets:04}~")
    return "".join([*parts, f"GE*{sets}*102~IEA*1*000000102~"]).encode()


def _claim(level: int, number: int) -> str:
    day = f"2026{1 + number % 5:02}{1 + number % 27:02}"
    lines = "".join(
        f"LX*{at}~SV1*{code}*UN*{1 + number % 4}***{1 + at % 2}~DTP*472*D8*{day}~REF*6R*C{number}-{at}~"
        for at, code in enumerate(_CODES, 1)
    )
    return (
        f"HL*{level}*1*22*0~SBR*P*18*GRP{number % 400}******BL~NM1*IL*1*MEMBER{number}*ANN****MI*SBS{number:07}~"
        f"N3*{number} UNION ST~N4*SEATTLE*WA*{98101 + number % 90}~DMG*D8*19{30 + number % 60}0412*F~"
        f"NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS{number % 20:02}~CLM*C{number}*221***11:B:1*Y*A*Y*Y~"
        f"REF*G1*AUTH{number}~HI*ABK:M5459*ABF:M546~NM1*DN*1*NGUYEN*ALICE****XX*1555555014~"
        f"NM1*82*1*REYES*MARCO****XX*1999999331~PRV*PE*PXC*225700000X~{lines}"
    )


def _timed(job: Callable[[], Iterable[object]]) -> Iterator[float]:
    wall, processor = time.perf_counter(), time.process_time()
    count = sum(1 for _ in job())
    yield from (time.perf_counter() - wall, time.process_time() - processor, count)


def main(claims: int) -> None:
    """Print the figures of lint and of the bare reading."""
    from xl_massbill.forms.x837p.lint import lint
    from xl_massbill.x12.read import read

    gc.set_threshold(200_000, 20, 100)  # as the command line sets it
    data = made(claims)
    print(f"{claims:,} claims, {4 * claims:,} lines, {data.count(b'~'):,} segments, {len(data) / 1e6:.1f} MB")
    for name, job in (
        ("bare reading", lambda: read(io.BytesIO(data))),
        ("lint", lambda: lint(io.BytesIO(data))),
    ):
        wall, processor, count = _timed(job)
        print(
            f"{name:14}{wall:7.2f} s wall, {processor:6.2f} s processor, {claims / wall:8,.0f} claims/s wall, "
            f"{claims / processor:8,.0f} claims/s processor, {count:,} yielded"
        )
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25_000)

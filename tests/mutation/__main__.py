"""`python -m tests.mutation [GROUP or RULE …]`: list every mutant that no case notices; status 1 if there is one.

`python -m tests.mutation practice` (or practice/orders …) does the same to what the rules are built upon, which
takes many minutes.

A mutant that cannot be noticed by anybody (it does the same by another way) stands in equal.toml with the reason;
an entry there that a case notices, or that fits nothing in its file any more, is listed too.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.files import FOLDER, PRACTICE, practice_files, rule_files, shared_files
from tests.mutation.kill import tried

EQUAL = tomllib.loads((Path(__file__).with_name("equal.toml")).read_text(encoding="utf-8"))


def main(wanted: list[str]) -> int:
    """Print the survivors and how many were tried in each group, and return how many there are."""
    count = 0
    sizes: Counter[str] = Counter()
    for file in (*rule_files(wanted), *shared_files(wanted), *practice_files(wanted)):
        for line in _survivors(file, sizes):
            count += 1
            print(line, flush=True)
    print(*(f"{group} {size}" for group, size in sorted(sizes.items())), sep=", ")
    print(f"{sizes.total()} mutants, {count} survivors")
    return count


def _survivors(file: Path, sizes: Counter[str]) -> Iterator[str]:
    name = (
        file.relative_to(PRACTICE.parent if PRACTICE in file.parents else FOLDER).with_suffix("").as_posix()
    )
    idle = dict(EQUAL.get(name, {}))
    for mutant, noticed in tried(file):
        sizes[file.parent.name] += 1
        if not noticed and idle.pop(mutant.name, None) is None:
            yield f"{name}:{mutant.line}  {mutant.name}"
    for known in idle:
        yield f"{name}: listed as equal, but noticed or gone: {known}"


if __name__ == "__main__":
    raise SystemExit(1 if main(sys.argv[1:]) else 0)

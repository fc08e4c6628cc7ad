"""`python -m tests.mutation [GROUP or RULE …]`: list every mutant that no case notices; status 1 if there is one.

A mutant that cannot be noticed by anybody (it does the same by another way) stands in equal.toml with the reason.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from tests.mutation.kill import FOLDER, rule_files, shared_files, shared_survivors, survivors

EQUAL = tomllib.loads((Path(__file__).with_name("equal.toml")).read_text(encoding="utf-8"))


def main(wanted: list[str]) -> int:
    """Print the survivors and return how many there are."""
    count = 0
    for files, find in ((rule_files(wanted), survivors), (shared_files(wanted), shared_survivors)):
        for file in files:
            name = file.relative_to(FOLDER).with_suffix("").as_posix()
            known = EQUAL.get(name, {})
            for mutant in find(file):
                if mutant.change not in known:
                    count += 1
                    print(f"{name}:{mutant.line}  {mutant.change}", flush=True)
    print(f"{count} survivors")
    return count


if __name__ == "__main__":
    raise SystemExit(1 if main(sys.argv[1:]) else 0)

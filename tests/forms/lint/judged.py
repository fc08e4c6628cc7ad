"""What the outside judges say of each mutation, beside lint: `python -m tests.forms.lint.judged` writes table.md."""

from __future__ import annotations

import contextlib
import io
import logging

from tests.forms.lint.files import HERE, made, table
from tests.forms.x837p.judges import accepts, understood
from xl_massbill.forms.x837p.lint import lint

PATH = HERE / "table.md"
_HEAD = """# Mutations, and who names them

Written by `python -m tests.forms.lint.judged`. yes = the file is refused or a finding names it; no = it is taken for right.
pyx12 4.0.0 is asked whether the file is valid, x12sdk 2.2.0 whether it reads the same number of claims without an error.

| mutation | edi case | class | lint | pyx12 | x12sdk |
|---|---|---|---|---|---|
"""


def rows():
    """Yield a row of the table for each mutation."""
    for entry in table("mutations"):
        text = made(entry)
        ours = any(one.id == entry["id"] for one in lint(text.encode()))
        yield entry, ours, not _pyx12_accepts(text), not _x12sdk_accepts(text)


def page():
    """Return the table as it stands in table.md."""
    found = list(rows())
    lines = [
        f"| {entry['name']} | {entry.get('case', '')} | {entry['id']} | {_word(ours)} | {_word(first)} | {_word(second)} |"
        for entry, ours, first, second in found
    ]
    sums = [sum(row[at] for row in found) for at in (1, 2, 3)]
    neither = sum(not row[2] and not row[3] for row in found)
    last = (
        f"\nOf {len(found)} mutations lint names {sums[0]}, pyx12 {sums[1]}, x12sdk {sums[2]}; "
        f"{neither} are named by neither of the two.\n"
    )
    return _HEAD + "\n".join(lines) + "\n" + last


def _pyx12_accepts(text):
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return accepts(text.encode())
    except Exception:  # noqa: BLE001 - a judge that stops has not accepted
        return False
    finally:
        logging.disable(logging.NOTSET)


def _x12sdk_accepts(text):
    try:
        return len(understood(text.encode())) == text.count("~CLM*")
    except Exception:  # noqa: BLE001 - as above
        return False


def _word(named):
    return "yes" if named else "no"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")

"""Which of several columns of a row are blank: a cell that could not be read is not blank, only unknown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.rules.rule import as_mask


def lacking(sheet: Sheet, names: Sequence[str]) -> Mask:
    """Return which cells of these columns are blank, one row a record; the last, for no record, is False."""
    out = np.zeros((len(sheet) + 1, len(names)), dtype=bool)
    for at, name in enumerate(names):
        unread = sheet.unread(name)
        out[:-1, at] = as_mask(sheet[name].isna())
        if unread is not None:
            out[:-1, at] &= ~unread
    return out


def told(words: Sequence[str]) -> str:
    """Return words as a sentence has them.

    >>> told(["name"]), told(["name", "city", "ZIP"])
    ('name', 'name, city and ZIP')
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last

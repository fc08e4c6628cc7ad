"""What stands on a printed page, as plain data: a form says it, `letterhead` draws it.

So the contents of an invoice can be read and tested without a PDF, and all papers look alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """Labelled facts; a value has one text a line. Facts without any text are not printed."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Beside:
    """Two blocks of facts side by side."""

    left: Facts
    right: Facts


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table; `share` is its part of the width."""

    title: str
    share: float
    is_number: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Amounts:
    """A table whose last column is money, with the rows of its reckoning below.

    `reckoning` begins with the total of the rows; it holds label, amount and whether the row closes a sum,
    which stands with the row above and in bold.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    reckoning: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """A paragraph under an optional heading; `is_small` for what stands at the foot."""

    text: str
    title: str = ""
    is_small: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Signature:
    """Lines to sign on, with what belongs under each."""

    under: tuple[str, ...]


Block = Facts | Beside | Amounts | Words | Signature


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """One document: whose it is, what it is, and what stands on it.

    `number` and `corner` stand on every page, `corner` at its top right. Neither `title` nor `number`, which
    also go into the properties of the file, may hold anything about a person.
    """

    clinic: str
    clinic_lines: tuple[str, ...]
    title: str
    number: str
    title_lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    corner: str = field(default="")


def texts(paper: Paper) -> list[str]:
    """Return every text of a paper, in the order in which it is printed.

    Shape: one list; a value of several lines gives one text a line.
    """
    found = [paper.clinic, *paper.clinic_lines, paper.title, paper.number, paper.corner, *paper.title_lines]
    for block in paper.blocks:
        found += _texts(block)
    return found


def _texts(block: Block) -> list[str]:
    if isinstance(block, Beside):
        return _texts(block.left) + _texts(block.right)
    if isinstance(block, Facts):
        return [block.title, *(text for label, lines in block.rows for text in (label, *lines))]
    if isinstance(block, Amounts):
        rows = [text for row in block.rows for text in row]
        return [
            *(head.title for head in block.heads),
            *rows,
            *(t for row in block.reckoning for t in row[:2]),
        ]
    return list(block.under) if isinstance(block, Signature) else [block.title, block.text]


def all_drawn(papers: Sequence[Paper], title: str) -> bytes:
    """Return papers one after the other as one PDF, each with its own page numbers."""
    from xl_massbill.forms.letterhead import draw_all  # noqa: PLC0415 - loaded only where it is done

    return draw_all(papers, title)


def drawn(paper: Paper) -> bytes:
    """Return a paper as PDF; the same paper gives the same bytes."""
    from xl_massbill.forms.letterhead import draw  # noqa: PLC0415 - drawing is loaded only where it is done

    return draw(paper)

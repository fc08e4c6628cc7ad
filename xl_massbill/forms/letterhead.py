"""The look of our papers: letterhead, quiet rules, heads that repeat, sums that stay with their rows.

Drawn with reportlab. The bytes depend on the paper alone: no clock, no user, no random number.

Source: handbook §7.9; the claim number at the top right of every page is asked for by L&I (How to Bill Us).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.doctemplate import LayoutError

from xl_massbill.forms.paper import Amounts, Beside, Block, Facts, Paper, Signature, Words, texts
from xl_massbill.forms.typeface import BOLD, BOX, FILES, REGULAR, shown

WIDE, HIGH = letter
MARGIN = 54.0
WIDTH = WIDE - 2 * MARGIN
GAP = 24.0
RUNNING = 30.0
"""Points that the head of the second and later pages takes."""
INK, QUIET, ACCENT, RULE = (HexColor(c) for c in ("#1d2730", "#55626c", "#2c4a5e", "#c5ced4"))
MISSING = f"{BOX} stands for a letter that the font of this paper does not have."


def _style(name: str, size: float, lead: float, font: str = REGULAR, **more: Any) -> ParagraphStyle:
    given = {"textColor": INK, "splitLongWords": 1, **more}
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=lead, **given)


BODY = _style("body", 9, 12)
STRONG = _style("strong", 9, 12, BOLD)
NUMBER = _style("number", 9, 12, alignment=TA_RIGHT)
SUM = _style("sum", 9, 12, BOLD, alignment=TA_RIGHT)
LABEL = _style("label", 8, 12, textColor=QUIET)
HEADING = _style("heading", 8, 12, BOLD, textColor=ACCENT, keepWithNext=1)
HEADING_RIGHT = _style("heading right", 8, 12, BOLD, textColor=ACCENT, alignment=TA_RIGHT)
SMALL = _style("small", 7.5, 10, textColor=QUIET)
CLINIC = _style("clinic", 14, 17, BOLD, textColor=ACCENT, spaceAfter=2)
CLINIC_LINE = _style("clinic line", 8, 11, textColor=QUIET)
TITLE = _style("title", 14, 17, BOLD, alignment=TA_RIGHT, spaceAfter=2)
TITLE_LINE = _style("title line", 8.5, 11, textColor=QUIET, alignment=TA_RIGHT)
BARE = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
CELLS = [
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
TOGETHER = 12
"""Reckoned amounts that are kept on one page with the last row; more of them may break over pages."""


def draw(paper: Paper) -> bytes:
    """Return a paper as PDF.

    Raises:
        ValueError: a text is longer than a page.
    """
    return draw_all([paper])


def draw_all(papers: Sequence[Paper], title: str = "") -> bytes:
    """Return papers one after the other as one PDF, each with its own page numbers.

    Raises:
        ValueError: a text is longer than a page.
    """
    _register_fonts()
    # How many pages there are is known only when they are made: the first making counts, the second prints.
    counts = [_made([paper], [0], "")[1] for paper in papers]
    return _made(papers, counts, title)[0]


@cache
def _register_fonts() -> None:
    for name, file in FILES.items():
        registerFont(TTFont(name, str(file)))


def _made(papers: Sequence[Paper], counts: Sequence[int], title: str) -> tuple[bytes, int]:
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=letter,
        invariant=1,
        lang="en-US",
        title=shown(title or f"{papers[0].title} {papers[0].number}"),
        author="",
        subject="",
        creator="xl-massbill",
    )
    story: list[Flowable] = []
    before = 0
    for at, (paper, count) in enumerate(zip(papers, counts, strict=True)):
        document.addPageTemplates(_templates(paper, at, (before, count)))
        story += [NextPageTemplate(f"{at} first"), PageBreak()] if at else []
        story += [NextPageTemplate(f"{at} later"), *_story(paper)]
        before += count
    try:
        document.build(story)
    except LayoutError:
        # What reportlab says quotes the text, and that may be a name.
        which = f"{papers[0].title} {papers[0].number}"
        raise ValueError(f"{which}: a text is too long for the page.") from None
    return out.getvalue(), document.page


def _templates(paper: Paper, at: int, pages: tuple[int, int]) -> list[PageTemplate]:
    """Return the first and the later pages of a paper; `pages` are those before it and its own."""
    made = []
    for name, height in (("first", HIGH - 2 * MARGIN), ("later", HIGH - 2 * MARGIN - RUNNING)):
        frame = Frame(MARGIN, MARGIN, WIDTH, height, 0, 0, 0, 0, id=name)
        around = partial(_around, paper, pages, name == "later")
        made.append(PageTemplate(f"{at} {name}", [frame], onPage=around))
    return made


def _around(paper: Paper, pages: tuple[int, int], is_later: bool, canvas: Any, _: Any) -> None:
    """Draw what stands outside the text: the corner, the running head, the foot."""
    canvas.saveState()
    number = canvas.getPageNumber() - pages[0]
    if paper.corner:
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 9)
        canvas.drawRightString(
            WIDE - MARGIN, HIGH - MARGIN + 12, _fitting(shown(paper.corner), BOLD, 9, WIDTH)
        )
    canvas.setFillColor(QUIET)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.setFont(REGULAR, 8)
    name = shown(f"{paper.title} {paper.number}")
    if is_later:
        line = HIGH - MARGIN - 10
        canvas.drawString(MARGIN, line, _fitting(shown(paper.clinic), REGULAR, 8, WIDTH * 0.55))
        canvas.drawRightString(WIDE - MARGIN, line, _fitting(name, REGULAR, 8, WIDTH * 0.4))
        canvas.line(MARGIN, line - 6, WIDE - MARGIN, line - 6)
    canvas.drawString(MARGIN, MARGIN - 22, _fitting(name, REGULAR, 8, WIDTH * 0.7))
    canvas.drawRightString(WIDE - MARGIN, MARGIN - 22, f"Page {number} of {pages[1]}")
    canvas.restoreState()


def _fitting(text: str, font: str, size: float, width: float) -> str:
    """Return a text that is cut, visibly, to a width in points."""
    if stringWidth(text, font, size) <= width:
        return text
    while text and stringWidth(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _story(paper: Paper) -> list[Flowable]:
    story: list[Flowable] = [_head(paper), Spacer(0, 14)]
    for block in paper.blocks:
        story += [*_block(block), Spacer(0, 12)]
    if BOX in "".join(shown(text) for text in texts(paper)):
        return [*story, _text(MISSING, SMALL)]
    return story[:-1]  # a gap at the very end could begin an empty page


def _head(paper: Paper) -> Table:
    left = [_text(paper.clinic, CLINIC), *(_text(line, CLINIC_LINE) for line in paper.clinic_lines)]
    right = [
        _text(paper.title, TITLE),
        *(_text(line, TITLE_LINE) for line in (paper.number, *paper.title_lines)),
    ]
    head = Table([[left, right]], [WIDTH * 0.58, WIDTH * 0.42])
    head.setStyle([*BARE, ("LINEBELOW", (0, 0), (-1, 0), 1.2, ACCENT), ("BOTTOMPADDING", (0, 0), (-1, 0), 9)])
    return head


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(shown(text)), style)


def _block(block: Block) -> list[Flowable]:
    if isinstance(block, Facts):
        return _facts(block, WIDTH)
    if isinstance(block, Beside):
        half = (WIDTH - GAP) / 2
        both = Table([[_facts(block.left, half), "", _facts(block.right, half)]], [half, GAP, half])
        both.setStyle(BARE)
        return [both]
    if isinstance(block, Amounts):
        return _amounts(block)
    return _words(block) if isinstance(block, Words) else [_signature(block)]


def _facts(facts: Facts, width: float) -> list[Flowable]:
    rows = [(label, lines) for label, lines in facts.rows if any(map(shown, lines))]
    made: list[Flowable] = [_text(facts.title, HEADING)] if facts.title and rows else []
    labels = min(88.0, width * 0.4)
    for label, lines in rows:
        value = Paragraph("<br/>".join(escape(shown(line)) for line in lines if shown(line)), BODY)
        if not label:
            made.append(value)
            continue
        row = Table([[_text(label, LABEL), value]], [labels, width - labels])
        row.setStyle([*BARE, ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])
        made.append(row)
    return made


def _words(words: Words) -> list[Flowable]:
    text = _text(words.text, SMALL if words.is_small else BODY)
    return [_text(words.title, HEADING), text] if words.title else [text]


def _amounts(block: Amounts) -> list[Flowable]:
    """Return the table; the reckoning stands in it, or below it where it is too long to be kept together."""
    heads = [_text(head.title, HEADING_RIGHT if head.is_number else HEADING) for head in block.heads]
    rows = [
        [_text(cell, NUMBER if h.is_number else BODY) for h, cell in zip(block.heads, row, strict=True)]
        for row in block.rows
    ]
    ruled = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
        ("LINEBELOW", (0, 1), (-1, len(rows)), 0.4, RULE),
    ]
    inside = block.reckoning if len(block.reckoning) <= TOGETHER else block.reckoning[:1]
    outside = block.reckoning[len(inside) :]
    made: list[Flowable] = [_reckoned(block, [heads, *rows], inside, ruled, repeatRows=1)]
    return [*made, _reckoned(block, [], outside, [])] if outside else made


def _reckoned(
    block: Amounts, rows: list[Any], below: tuple[tuple[str, str, bool], ...], style: list[Any], **more: int
) -> Table:
    """Return rows with reckoned amounts below; a sum is never parted from the row above it."""
    last, cells, ruled = len(block.heads) - 1, list(rows), [*CELLS, *style]
    for label, amount, is_sum in below:
        at, font = len(cells), SUM if is_sum else NUMBER
        cells.append([_text(label, font), *[""] * (last - 1), _text(amount, font)])
        ruled.append(("SPAN", (0, at), (last - 1, at)))
        if is_sum:
            ruled += [
                ("LINEABOVE", (-1, at), (-1, at), 0.9, ACCENT),
                ("NOSPLIT", (0, max(at - 1, 0)), (-1, at)),
            ]
    if rows and below:
        ruled.append(("NOSPLIT", (0, len(rows) - 1), (-1, -1)))
    table = Table(cells, [WIDTH * head.share for head in block.heads], **more)
    table.setStyle(ruled)
    return table


def _signature(block: Signature) -> Table:
    width = (WIDTH - GAP * (len(block.under) - 1)) / len(block.under)
    cells: list[Any] = []
    style: list[tuple[Any, ...]] = [*BARE, ("TOPPADDING", (0, 0), (-1, -1), 3)]
    for under in block.under:
        if cells:
            cells.append("")
        style.append(("LINEABOVE", (len(cells), 0), (len(cells), 0), 0.6, INK))
        cells.append(_text(under, LABEL))
    lines = Table([cells], ([width, GAP] * len(block.under))[:-1])
    lines.setStyle(style)
    lines.spaceBefore = 34
    return lines

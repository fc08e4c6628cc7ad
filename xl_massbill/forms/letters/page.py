"""The page of our letters, drawn with python-docx: letterhead, quiet tables, a foot with page numbers.

The look is that of our other papers: the clinic's name in slate blue, labels in grey, thin rules. Words in
double braces are filled when a letter is written.

Source: handbook §9.3; ECMA-376 part 1 (WordprocessingML).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from xl_massbill.forms.letters.package import sealed

FONT = "Arial"
INK, QUIET, ACCENT = (RGBColor.from_string(c) for c in ("1D2730", "55626C", "2C4A5E"))
RULE = "C5CED4"
WIDTH = 6.5
"""Inches between the margins of a letter page."""
_STYLES = (
    # name, size, bold, colour, space before, space after
    ("Clinic", 15, True, ACCENT, 0, 1),
    ("Clinic line", 8.5, False, QUIET, 0, 0),
    ("Running head", 8.5, False, QUIET, 0, 0),
    ("Address", 10, False, INK, 0, 0),
    ("Subject", 12, True, ACCENT, 10, 6),
    ("Part", 10, True, ACCENT, 10, 3),
    ("Label", 8.5, False, QUIET, 3, 2),
    ("Value", 9.5, False, INK, 2, 2),
    ("Listed", 10, False, INK, 0, 2),
    ("Signed", 8.5, False, QUIET, 2, 0),
)


class Page:
    """A template that is being drawn, from the letterhead down."""

    def __init__(self, title: str) -> None:
        self._doc: Any = Document()
        _without(self._doc.part, "stylesWithEffects")
        _without(self._doc.part.package, "thumbnail")
        self._dress()
        section = self._doc.sections[0]
        section.page_width, section.page_height = Inches(8.5), Inches(11)
        section.left_margin = section.right_margin = Inches(1)
        section.top_margin, section.bottom_margin = Inches(0.8), Inches(0.9)
        section.header_distance = section.footer_distance = Inches(0.45)
        section.different_first_page_header_footer = True
        self._letterhead(section.first_page_header)
        self._running(section.header, title)
        for foot in (section.first_page_footer, section.footer):
            self._foot(foot, title)

    def made(self) -> bytes:
        """Return the template as a Word file, the same bytes each time."""
        out = io.BytesIO()
        self._doc.save(out)
        return sealed(out.getvalue())

    def text(self, words: str, style: str = "Normal", *, keep: bool = False) -> None:
        """Add a paragraph; with `keep` it stays on the page of the next one."""
        paragraph = self._doc.add_paragraph(words, style=style)
        paragraph.paragraph_format.keep_with_next = keep or style in {"Part", "Subject"}

    def only_if(self, condition: str) -> None:
        """Begin a part that is left out unless a condition holds; `end` ends it."""
        self._doc.add_paragraph(f"{{%p if {condition} %}}")

    def each(self, loop: str) -> None:
        """Begin paragraphs that are repeated; `end_each` ends them."""
        self._doc.add_paragraph(f"{{%p for {loop} %}}")

    def end(self) -> None:
        """End a part."""
        self._doc.add_paragraph("{%p endif %}")

    def end_each(self) -> None:
        """End repeated paragraphs."""
        self._doc.add_paragraph("{%p endfor %}")

    def to_write(self, words: str) -> None:
        """Add a paragraph that the office writes, marked so that nobody overlooks it."""
        run = self._doc.add_paragraph().add_run(words)
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def facts(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        """Add a table of facts, two pairs of label and value a row."""
        table = self._table(len(rows), (1.05, 2.35, 1.05, 2.05))
        for cells, row in zip(table.rows, rows, strict=True):
            for at, words in enumerate(row):
                self._cell(cells.cells[at], words, "Value" if at % 2 else "Label")
        self._rule(table, every=True)

    def rows(self, loop: str, heads: Sequence[tuple[str, str, float, bool]]) -> None:
        """Add a table with a row for each of a list: heading, value, width in inches, whether a number."""
        table = self._table(4, [width for _, _, width, _ in heads])
        for at, (head, value, _, is_number) in enumerate(heads):
            self._cell(table.rows[0].cells[at], head, "Label", right=is_number)
            self._cell(table.rows[2].cells[at], value, "Value", right=is_number)
        table.rows[1].cells[0].text = f"{{%tr for {loop} %}}"
        table.rows[3].cells[0].text = "{%tr endfor %}"
        self._repeat(table.rows[0])
        self._rule(table, every=True)

    def signature(self, *under: str) -> None:
        """Add lines to sign on, kept together with what stands above."""
        for words in ("", "", ""):
            self.text(words, "Address", keep=True)
        widths = [0.2 if at % 2 else 2.4 for at in range(2 * len(under) - 1)]
        table = self._table(1, widths)
        for at, words in enumerate(under):
            cell = table.rows[0].cells[2 * at]
            self._cell(cell, words, "Signed")
            _edge(cell._tc.get_or_add_tcPr(), "tcBorders", "top", "8", "1D2730")

    def gap(self) -> None:
        """Add an empty line, such as tables need between them."""
        self.text("", "Signed")

    def _dress(self) -> None:
        styles = self._doc.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10), INK
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(5), 1.08
        for name, size, bold, colour, before, after in _STYLES:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
            style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, colour
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)

    def _letterhead(self, head: Any) -> None:
        first = head.paragraphs[0]
        first.text, first.style = "{{ clinic }}", self._doc.styles["Clinic"]
        head.add_paragraph("{%p for line in clinic_lines %}")
        head.add_paragraph("{{ line }}", style="Clinic line")
        head.add_paragraph("{%p endfor %}")
        last = head.add_paragraph("", style="Clinic line")
        _edge(last._p.get_or_add_pPr(), "pBdr", "bottom", "10", "2C4A5E")

    def _running(self, head: Any, title: str) -> None:
        line = head.paragraphs[0]
        line.style = self._doc.styles["Running head"]
        line.text = f"{{{{ clinic }}}}\t{title} {{{{ claim_id }}}}"
        _tab(line)
        _edge(line._p.get_or_add_pPr(), "pBdr", "bottom", "4", RULE)

    def _foot(self, foot: Any, title: str) -> None:
        line = foot.paragraphs[0]
        line.style = self._doc.styles["Running head"]
        line.add_run(f"{title} {{{{ claim_id }}}}\tPage ")
        _field(line, "PAGE")
        line.add_run(" of ")
        _field(line, "NUMPAGES")
        _tab(line)

    def _table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self._doc.add_table(rows, len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        _margins(table._tbl.tblPr)
        for row in table.rows:
            _once(row._tr.get_or_add_trPr(), "cantSplit")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Inches(width)
        return table

    def _cell(self, cell: Any, words: str, style: str, *, right: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.text, paragraph.style = words, self._doc.styles[style]
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _repeat(self, row: Any) -> None:
        _once(row._tr.get_or_add_trPr(), "tblHeader")

    def _rule(self, table: Any, *, every: bool) -> None:
        """Draw thin rules under the rows."""
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", *(("insideH",) if every else ())):
            edge = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
                edge.set(qn(f"w:{name}"), value)
            borders.append(edge)
        _before(table._tbl.tblPr, borders, "shd", "tblLayout", "tblCellMar", "tblLook")


def _without(part: Any, kind: str) -> None:
    """Leave out what python-docx's empty document brings along: another set of styles, a picture of it."""
    for key in [key for key, rel in part.rels.items() if rel.reltype.endswith(f"/{kind}")]:
        del part.rels[key]


def _margins(properties: Any) -> None:
    """Let the text of a table begin where the text of the letter does."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("left", "0"), ("right", "100")):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), width)
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    _before(properties, margins, "tblLook")


def _once(properties: Any, name: str) -> None:
    properties.append(OxmlElement(f"w:{name}"))


def _tab(paragraph: Any) -> None:
    """Put what follows a tab to the right margin."""
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _edge(properties: Any, group: str, side: str, size: str, colour: str) -> None:
    """Draw a line at one side of a paragraph or cell."""
    edges, edge = OxmlElement(f"w:{group}"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", "1"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    later = ("shd", "tabs", "spacing", "ind", "jc", "rPr") if group == "pBdr" else ("shd", "tcMar", "vAlign")
    _before(properties, edges, *later)


def _before(properties: Any, child: Any, *later: str) -> None:
    """Put an element into its place: the standard fixes their order."""
    after = [one for one in properties if one.tag in {qn(f"w:{name}") for name in later}]
    if after:
        after[0].addprevious(child)
    else:
        properties.append(child)


def _field(paragraph: Any, name: str) -> None:
    """Add a field that Word reckons, such as the number of the page."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "":
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {text} "
        elif kind == "shown":
            mark = OxmlElement("w:t")
            mark.text = text
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)

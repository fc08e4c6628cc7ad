"""The four pictures of sheet Dashboard, readable in grey print and in high contrast.

What stands side by side differs by lightness, hatching or mark, never by colour alone; every bar has an
outline; texts are dark on a white ground that no dark theme changes; and the numbers stand beside.

Source: WCAG 2.2, 1.4.1 (use of colour) and 1.4.11 (contrast of graphics); ECMA-376 part 1, §20.1.8.47
(pattFill), §21.2 (charts).
"""

from __future__ import annotations

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import AxDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.template.charts import line_of, title_of
from xl_massbill.template.dashboard_grid import FIGURES, LISTS, MONTHS, OWED, PAY_DAYS, PICTURES, REASONS
from xl_massbill.template.styles import Ink

_ROOM, _ROOM_BELOW = 58 * 9525, 13 * 9525
"""How far a picture reaches into its last column and row."""
_MIDDLE = "6C9AC6"
_LETTERS = 800
"""Size of letters in hundredths of a point."""


def draw(sheet: Worksheet) -> None:
    """Put the four pictures on the sheet."""
    last = LISTS - 1
    for chart, begins, ends in (
        (_owed(sheet), f"L{FIGURES}", f"T{OWED}"),
        (_trend(sheet), f"B{PICTURES}", f"G{last}"),
        (_denials(sheet), f"G{PICTURES}", f"N{last}"),
        (_pay_days(sheet), f"N{PICTURES}", f"T{last}"),
    ):
        chart.anchor = _over(begins, ends)
        sheet.add_chart(chart)


def _over(begins: str, ends: str) -> TwoCellAnchor:
    """Return the place from one cell up to another, with a little room: it follows the columns' widths."""
    (top, left), (bottom, right) = (coordinate_to_tuple(cell) for cell in (begins, ends))
    return TwoCellAnchor(
        editAs="twoCell",
        _from=AnchorMarker(col=left - 1, row=top - 1),
        to=AnchorMarker(col=right - 2, colOff=_ROOM, row=bottom - 2, rowOff=_ROOM_BELOW),
    )


def _owed(sheet: Worksheet) -> BarChart:
    chart = _bars("What is owed, by age in days")
    chart.grouping, chart.overlap = "stacked", 100
    for row, words, look in ((OWED + 1, "Insurance", _solid), (OWED + 2, "Patients", _hatched)):
        values = Reference(sheet, min_col=_at("M"), max_col=_at("Q"), min_row=row)
        chart.series.append(look(SeriesFactory(values, title=words)))
    _name(chart, Reference(sheet, min_col=_at("M"), max_col=_at("Q"), min_row=OWED))
    chart.legend.position = "r"
    return chart


def _trend(sheet: Worksheet) -> BarChart:
    chart = _bars("Charges, payments, claims by month")
    months = Reference(sheet, min_col=_at("B"), min_row=LISTS + 1, max_row=LISTS + MONTHS)
    for letter, words, look in (("D", "Charges", _pale), ("E", "Payments", _middling)):
        chart.series.append(look(_down(sheet, letter, MONTHS, words)))
    chart.gapWidth, chart.overlap = 40, 0
    claims = _line(_down(sheet, "C", MONTHS, "Claims (right)"), "triangle")
    chart.x_axis.numFmt = "yy-mm"
    return _with_line(chart, claims, months, "#,##0")


def _denials(sheet: Worksheet) -> BarChart:
    chart = _bars("Denied at first, by reason (CARC)")
    reasons = Reference(sheet, min_col=_at("K"), min_row=LISTS + 1, max_row=LISTS + REASONS + 1)
    money = _pale(_down(sheet, "Q", REASONS + 1, "Money"))
    chart.series.append(money)
    added = _line(_down(sheet, "S", REASONS + 1, "Added up (right)"), "circle")
    return _with_line(chart, added, reasons, "0%", top=1)


def _pay_days(sheet: Worksheet) -> BarChart:
    chart = _bars("Days to the first payment: claims")
    values = Reference(sheet, min_col=_at("N"), max_col=_at("S"), min_row=PAY_DAYS + 1)
    chart.series.append(_labelled(_solid(SeriesFactory(values, title="Claims")), "#,##0;;"))
    _name(chart, Reference(sheet, min_col=_at("N"), max_col=_at("S"), min_row=PAY_DAYS))
    chart.legend = None
    return chart


def _bars(title: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth, chart.style = "col", 50, 2
    chart.title = title_of(title, 1000)
    chart.legend.position, chart.legend.txPr = "b", _letters()
    chart.graphical_properties = GraphicalProperties(
        solidFill="FFFFFF", ln=LineProperties(solidFill=str(Ink.LINE))
    )
    chart.plot_area.graphicalProperties = GraphicalProperties(solidFill="FFFFFF")
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete, axis.txPr = False, _letters()
        axis.spPr = line_of(Ink.TEXT)
    chart.x_axis.numFmt, chart.y_axis.numFmt = "General", "#,##0"
    chart.y_axis.majorGridlines.spPr = line_of(Ink.LINE)
    chart.y_axis.scaling.min = 0
    return chart


def _with_line(
    chart: BarChart, series: Series, categories: Reference, format_: str, top: float | None = None
) -> BarChart:
    """Add a line that is measured on the right, over the same categories."""
    more = LineChart()
    more.series.append(series)
    for one in (chart, more):
        _name(one, categories)
    more.y_axis.axId, more.y_axis.crosses, more.y_axis.delete = 200, "max", False
    more.y_axis.numFmt, more.y_axis.majorGridlines, more.y_axis.txPr = format_, None, _letters()
    more.y_axis.spPr = line_of(Ink.TEXT)
    more.y_axis.scaling.min, more.y_axis.scaling.max = 0, top
    chart += more
    return chart


def _name(chart: BarChart | LineChart, categories: Reference) -> None:
    """Name the bars by texts in cells; months are numbers, which look like texts in their axis's format."""
    of = str(categories)
    for series in chart.series:
        is_month = f"${LISTS + MONTHS}" in of
        series.cat = AxDataSource(numRef=NumRef(f=of)) if is_month else AxDataSource(strRef=StrRef(f=of))


def _down(sheet: Worksheet, letter: str, many: int, words: str) -> Series:
    values = Reference(sheet, min_col=_at(letter), min_row=LISTS + 1, max_row=LISTS + many)
    return SeriesFactory(values, title=words)


def _outlined(series: Series, look: GraphicalProperties) -> Series:
    look.line = LineProperties(solidFill=str(Ink.TEXT), w=9525)
    series.graphicalProperties, series.invertIfNegative = look, False
    return series


def _solid(series: Series) -> Series:
    return _outlined(series, GraphicalProperties(solidFill=str(Ink.BLUE)))


def _pale(series: Series) -> Series:
    return _outlined(series, GraphicalProperties(solidFill=str(Ink.BLUE_PALE)))


def _middling(series: Series) -> Series:
    """Let a bar stand out from a pale one, and a line from both."""
    return _outlined(series, GraphicalProperties(solidFill=_MIDDLE))


def _hatched(series: Series) -> Series:
    pattern = PatternFillProperties(
        prst="wdUpDiag", fgClr=ColorChoice(srgbClr=str(Ink.TEXT)), bgClr=ColorChoice(srgbClr="FFFFFF")
    )
    return _outlined(series, GraphicalProperties(pattFill=pattern))


def _line(series: Series, mark: str) -> Series:
    ink = str(Ink.RED)
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=ink, w=19050))
    series.marker = Marker(symbol=mark, size=7)
    series.marker.graphicalProperties = GraphicalProperties(
        solidFill="FFFFFF", ln=LineProperties(solidFill=ink, w=15875)
    )
    series.smooth = False
    return series


def _labelled(series: Series, format_: str) -> Series:
    series.dLbls = DataLabelList(numFmt=format_, showVal=True, txPr=_letters(), dLblPos="outEnd")
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showBubbleSize"):
        setattr(series.dLbls, name, False)
    return series


def _letters() -> RichText:
    ink = CharacterProperties(sz=_LETTERS, solidFill=str(Ink.TEXT))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=ink), r=[], endParaRPr=ink)])


def _at(letter: str) -> int:
    return ord(letter) - ord("A") + 1

"""The two pictures of what is owed: by age on Home, by payer and age on the Aging sheet.

A chart cannot grow with a table in a closed file, so each looks at cells of fixed number: the totals above
the Aging table, and the eight payers that owe most, picked by formulas on a hidden sheet.
"""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorClientData, AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.units import cm_to_EMU
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.table import Table
from xl_massbill.template import aging_sheet as aging
from xl_massbill.template.references import column
from xl_massbill.template.styles import Ink

SHEET = "ChartData"
PAYERS = 8
# From light to dark, so that the ages can be told apart without colours as well.
_BY_AGE = ("D3E1EF", "A3C1DE", "6C9AC6", "3E6FA3", "7A1F1F")
_PATIENTS = "A9CDBB"


def by_age(source: Worksheet, table: type[Table]) -> BarChart:
    """Return the chart of the five buckets, insurance and patients stacked."""
    chart = _stacked("col", "What is owed, by age")
    first, last = (_column(table, aging.BUCKETS[i]) for i in (0, -1))
    for row, words, colour in (
        (aging.INSURANCE, "Insurance", Ink.BLUE),
        (aging.PATIENT, "Patients", _PATIENTS),
    ):
        values = Reference(source, min_col=first, max_col=last, min_row=row)
        chart.series.append(_coloured(SeriesFactory(values, title=words), colour))
    chart.set_categories(Reference(source, min_col=first, max_col=last, min_row=aging.LABELS))
    return chart


def by_payer(workbook: Workbook, table: type[Table]) -> BarChart:
    """Return the chart of the payers that owe most; what it shows stands on a hidden sheet."""
    sheet = _largest(workbook, table)
    chart = _stacked("bar", "Insurance: who owes most, by age")
    for i, (name, colour) in enumerate(zip(aging.BUCKETS, _BY_AGE, strict=True), 4):
        values = Reference(sheet, min_col=i, min_row=2, max_row=PAYERS + 1)
        chart.series.append(_coloured(SeriesFactory(values, title=table.field(name).column.title), colour))
    chart.set_categories(Reference(sheet, min_col=3, min_row=2, max_row=PAYERS + 1))
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    return chart


def on_screen_only(cell: str, wide: float, high: float) -> OneCellAnchor:
    """Return the place of a chart, sized in centimetres, that is not printed: all else would be small."""
    row, column_ = coordinate_to_tuple(cell)
    return OneCellAnchor(
        _from=AnchorMarker(col=column_ - 1, row=row - 1),
        ext=XDRPositiveSize2D(cm_to_EMU(wide), cm_to_EMU(high)),
        clientData=AnchorClientData(fPrintsWithSheet=False),
    )


def _stacked(kind: str, title: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = kind, "stacked", 100, 55
    chart.title, chart.style = title_of(title), 2
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt, chart.y_axis.majorGridlines.spPr = "#,##0", line_of(Ink.LINE)
    chart.x_axis.numFmt = "General"
    return chart


def title_of(words: str, size: int = 1200) -> Title:
    """Return the title of a chart in the house's ink; `size` in hundredths of a point."""
    ink = CharacterProperties(sz=size, b=True, solidFill=str(Ink.BLUE))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=ink), r=[RegularTextRun(rPr=ink, t=words)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def line_of(colour: str) -> GraphicalProperties:
    """Return the look of a thin line."""
    return GraphicalProperties(ln=LineProperties(solidFill=str(colour), w=6350))


def _coloured(series: Series, colour: str) -> Series:
    series.graphicalProperties = GraphicalProperties(solidFill=str(colour))
    series.graphicalProperties.line.noFill = True
    series.invertIfNegative = False
    return series


def _column(table: type[Table], name: str) -> int:
    return [field.name for field in table.fields()].index(name) + 1


def _largest(workbook: Workbook, table: type[Table]) -> Worksheet:
    """Add the hidden sheet that picks the payers with the largest totals; a tie goes to the lower row."""
    sheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    kind, total, payer = (column(table, n) for n in ("kind", "total", "payer"))
    size = f"({total}+ROW({total})/1000000)"
    sheet.append(["Size", "Row", "Payer", *(table.field(n).column.title for n in aging.BUCKETS)])
    for row in range(2, PAYERS + 2):
        largest = f'({kind}="INSURANCE")*({total}>0)*{size}'
        sheet[f"A{row}"] = f"=IFERROR(SUMPRODUCT(LARGE({largest},{row - 1})),0)"
        found = f'({kind}="INSURANCE")*(ABS({size}-A{row})<0.0000001)*(ROW({total})-MIN(ROW({total}))+1)'
        sheet[f"B{row}"] = f"=IF(A{row}=0,0,SUMPRODUCT({found}))"
        sheet[f"C{row}"] = f'=IF(B{row}=0,"",INDEX({payer},B{row})&"")'
        for i, name in enumerate(aging.BUCKETS, 4):
            sheet[f"{get_column_letter(i)}{row}"] = f"=IF($B{row}=0,0,INDEX({column(table, name)},$B{row}))"
    return sheet

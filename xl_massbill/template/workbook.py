"""Build the empty workbook from the tables, with macros if wished: the same classes give the same bytes.

Rows that come from elsewhere (the rule catalogue) are handed in; this package knows the tables only.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence

from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from xl_massbill import __version__
from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.table import Tab, Table
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell
from xl_massbill.template import dashboard, home, live
from xl_massbill.template.aging_sheet import TOP, aging_sheet
from xl_massbill.template.charts import by_age, by_payer, on_screen_only
from xl_massbill.template.help_sheet import help_sheet
from xl_massbill.template.lists import Lists
from xl_massbill.template.macros import Form, modules, name_for_code, with_macros
from xl_massbill.template.seal import sealed
from xl_massbill.template.settings_sheet import settings_sheet
from xl_massbill.template.sheets import table_sheet, text_area
from xl_massbill.template.styles import dress

VERSION_NAME = "massbill_version"
_AGING = ("aging", "aging_patients", "aging_therapists", "aging_kinds")

Rows = Sequence[Mapping[str, Cell]]


def build(
    *,
    rule_rows: Rows = (),
    tables: Mapping[str, type[Table]] = TABLES,
    unseeded: Collection[str] = (),
    macros: Mapping[str, str] | None = None,
) -> bytes:
    """Return the workbook as the bytes of an .xlsx file, with macros of an .xlsm file.

    `rule_rows` are the first rows of the Rules sheet, `tables` the classes (some may have more columns than
    ours), `unseeded` the tables that stay empty because their rows come from elsewhere, `macros` texts of
    modules beside our own (it may be empty), None for a workbook without macros.
    """
    book = _filled(rule_rows, tables, unseeded, with_buttons=macros is not None)
    if macros is not None:
        settings_sheet(book)
        code_names = name_for_code(book)
    out = io.BytesIO()
    book.save(out)
    tops = {tables[name].facts.excel: TOP for name in _AGING}
    formulas = live.results(book)
    areas = {t.facts.excel: text_area(t, tops.get(t.facts.excel, 1)) for t in tables.values()}
    package = sealed(out.getvalue(), [areas.get(sheet.title) for sheet in book.worksheets], formulas)
    if macros is None:
        return package
    return with_macros(package, Form.WORKBOOK, modules(Form.WORKBOOK, code_names, titles(tables), macros))


def titles(tables: Mapping[str, type[Table]] = TABLES) -> tuple[str, ...]:
    """Return the titles of the sheets that every workbook of ours has."""
    return (home.SHEET, dashboard.SHEET, *(table.facts.excel for table in tables.values()), "Help")


def _filled(
    rule_rows: Rows, tables: Mapping[str, type[Table]], unseeded: Collection[str], *, with_buttons: bool
) -> Workbook:
    book = Workbook()
    dress(book)
    book.active.title = home.SHEET
    lists = Lists(book, tables)
    for name, table in tables.items():
        if name in _AGING:
            aging_sheet(book, table)
        else:
            rows = () if name in unseeded else rule_rows if name == "rules" else seed_rows(name)
            table_sheet(book, table, lists, rows)
    help_sheet(book, tables)
    home.fill_home(book[home.SHEET], tables, with_buttons=with_buttons)
    dashboard.fill_dashboard(book.create_sheet(dashboard.SHEET), tables)
    _draw(book, tables)
    _arrange(book, tables)
    book.defined_names.add(DefinedName(VERSION_NAME, attr_text=f'"{__version__}"'))
    live.name_live_sheets(book)
    book.calculation.fullCalcOnLoad = True
    return book


def _draw(book: Workbook, tables: Mapping[str, type[Table]]) -> None:
    table = tables["aging"]
    aging = book[table.facts.excel]
    chart = by_age(aging, table)
    chart.width, chart.height = 12.4, 8.0
    book[home.SHEET].add_chart(chart, "I10")
    chart = by_payer(book, table)
    chart.width, chart.height = 20, 11
    aging.add_chart(chart)
    chart.anchor = on_screen_only("Q1", chart.width, chart.height)


def _arrange(book: Workbook, tables: Mapping[str, type[Table]]) -> None:
    """Put the sheets in order: Home, the tables, Help, and what is hidden last."""
    shown = [t.facts.excel for t in tables.values() if t.facts.tab is not Tab.REFERENCE]
    order = [home.SHEET, dashboard.SHEET, *shown, "Help"]
    rest = [sheet.title for sheet in book.worksheets if sheet.title not in order]
    book._sheets = [book[title] for title in (*order, *rest)]  # noqa: SLF001 - moving one by one is all there is
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == home.SHEET

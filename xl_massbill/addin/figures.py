"""What the button Dashboard does: refresh the key figures, show their sheet, open the one that is selected.

Source: handbook §10.8; DESIGN §5.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from xl_massbill.addin.click import Click
from xl_massbill.addin.sheets import show
from xl_massbill.book.workbook import Cell
from xl_massbill.codes.key_figures import KEY_FIGURES
from xl_massbill.errors import Refused
from xl_massbill.hosts.excel.values import given, matrix

if TYPE_CHECKING:
    import xlwings as xw

SHEET = "Dashboard"
FROM, TO, PAYER, THERAPIST = "D3", "F3", "H3", "K3"
_TITLES = "B"
"""The column with the names of the figures."""


class Chosen(NamedTuple):
    """What a person chose on the sheet: a period with both ends, a payer, a therapist; and a figure's row."""

    first: dt.date | None
    last: dt.date | None
    payer: str
    therapist: str
    figure: str


def dashboard(click: Click) -> str:
    """Refresh the figures and lead to them; say from when they are, or which claims make the selected one."""
    from xl_massbill.commands import kpi  # noqa: PLC0415 - loads pandas
    from xl_massbill.commands.kpi_words import rows_text  # noqa: PLC0415

    click.must_not_take_long("kpi {}")
    if kpi.TABLE not in click.workbook.tables():
        raise Refused("This workbook has no sheet KPIs to draw from: it was made by an older version.")
    workbook = click.writable()
    chosen = _chosen(click)
    found = kpi.figures(workbook, click.today, chosen.first, chosen.last)
    kpi.write(workbook, found)
    workbook.save()
    show(click, SHEET)
    part = found.only(chosen.payer, chosen.therapist)
    if chosen.figure:
        return click.report(f"kpi_{chosen.figure}", rows_text(part, chosen.figure))
    claims = f"{part.claims:,} claim{'' if part.claims == 1 else 's'}"
    period = f"from {part.window.first} to {part.window.last}"
    return (
        f"Key figures as of {click.today}: {claims} {period}. Select a figure and click again for its claims."
    )


def _chosen(click: Click) -> Chosen:
    sheet = next((s for s in click.book.sheets if s.name.casefold() == SHEET.casefold()), None)
    if sheet is None:
        raise Refused(f"This workbook has no sheet {SHEET}. Open one made by this program.")
    begins, ends = _day(_cell(sheet, FROM)), _day(_cell(sheet, TO))
    last = min(click.today, _next_month(ends) - dt.timedelta(days=1)) if ends else None
    first = begins.replace(day=1) if begins else None
    if first and first > (last or click.today):
        raise Refused("The first month on sheet Dashboard is after the last one: change it and click again.")
    payer, therapist = (str(_cell(sheet, cell) or "").strip() for cell in (PAYER, THERAPIST))
    return Chosen(first, last, payer, therapist, _figure(click, sheet))


def _figure(click: Click, sheet: xw.Sheet) -> str:
    """Return the figure in whose row a person stands, if the sheet is before them."""
    area = click.book.app.selection
    if area is None or area.sheet.book.name != click.book.name or area.sheet.name != sheet.name:
        return ""
    if click.book.sheets.active.name != sheet.name:
        return ""
    title = _cell(sheet, f"{_TITLES}{area.row}")
    return next((figure.key for figure in KEY_FIGURES.values() if figure.title == title), "")


def _cell(sheet: xw.Sheet, place: str) -> Cell:
    return given(matrix(sheet.range(place).options("raw", err_to_str=True).value)[0][0])


def _day(cell: Cell) -> dt.date | None:
    """Return a day that Excel gives; what is none counts as blank, as in the sheet's own formulas."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    return cell if isinstance(cell, dt.date) else None


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)

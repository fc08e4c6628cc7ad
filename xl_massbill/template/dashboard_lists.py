"""The lists of sheet Dashboard: what is owed by age, months, reasons, days to pay, payers, therapists.

They are the numbers behind the pictures, so that nobody has to read a colour, and what is charted keeps its
place however long the table is.

Source: handbook §10.2, §10.8.
"""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.codes.key_figures import INSURANCE, OWED_SINCE, PAID_WITHIN, PATIENTS, REASON
from xl_massbill.template import dashboard_sums as sums
from xl_massbill.template.dashboard_grid import (
    EACH,
    LISTS,
    MONTHS,
    OWED,
    PAY_DAYS,
    PEOPLE,
    REASONS,
    heading,
    letters,
    line,
)
from xl_massbill.template.dashboard_sums import Sums, quotient

DOLLARS, COUNT, SHARE, DAYS = "#,##0", "#,##0", "0%", "0.0"
WHAT = ("Claims", "Charges", "Payments", "Clean", "Denied", "Net", "Pay days")
_NOTHING = '""'
SIZE, ROW = "W", "X"
"""Hidden columns in which the largest are looked for."""


def fill_lists(sheet: Worksheet, over: Sums) -> None:
    """Write all lists."""
    _owed(sheet, over)
    _months(sheet, over)
    _reasons(sheet, over)
    _pay_days(sheet, over)
    _people(sheet, over)


def _owed(sheet: Worksheet, over: Sums) -> None:
    places = dict(zip(letters("M", "Q"), OWED_SINCE, strict=True))
    short = {at: words.removesuffix(" days").replace("Over 120", "121+") for at, words in places.items()}
    heading(sheet, OWED, ("L", "S"), {"L": "Owed, days", **short, "R": "Total", "S": "Share"}, "L")
    for row, (words, measure) in enumerate((("Insurance", INSURANCE), ("Patients", PATIENTS)), OWED + 1):
        cells: dict[str, tuple[object, str]] = {"L": (words, "General")}
        for at, part in places.items():
            cells[at] = f"={over.standing(measure, over.part(_quoted(part)))}", DOLLARS
        cells["R"] = "=" + "+".join(f"{at}{row}" for at in places), DOLLARS
        whole = f"R{OWED + 1}+R{OWED + 2}"
        cells["S"] = f'=IF({whole}=0,"",R{row}/({whole}))', SHARE
        line(sheet, row, cells, ("L", "S"))


def _months(sheet: Worksheet, over: Sums) -> None:
    heading(sheet, LISTS, ("B", "I"), {"B": "Month", **dict(zip(letters("C", "I"), WHAT, strict=True))}, "B")
    for i in range(MONTHS):
        row = LISTS + 1 + i
        day = f"DATE(YEAR({sums.LAST}),MONTH({sums.LAST})-{MONTHS - 1 - i},1)"
        cells = {"B": (f'=IF({sums.AS_OF}=0,"",{day})', "yyyy-mm")}
        cells |= _measured(over, "CDEFGHI", (), f"$B{row}")
        line(sheet, row, cells, ("B", "I"))


def _measured(over: Sums, at: str, more: tuple[str, ...], month: str = "") -> dict[str, tuple[str, str]]:
    """Return claims, charges, payments and four figures of a month, payer or therapist, in these columns."""
    whole = "gross_collection"
    cells = {
        at[0]: (f"={over.counted(whole, *more, month=month)}", COUNT),
        at[1]: (f"={over.below(whole, *more, month=month)}", DOLLARS),
        at[2]: (f"={over.above(whole, *more, month=month)}", DOLLARS),
    }
    for letter, key in zip(at[3:], ("clean_claims", "denials", "net_collection", "days_to_pay"), strict=True):
        above, below = (of(key, *more, month=month) for of in (over.above, over.below))
        cells[letter] = "=" + quotient(above, below, _NOTHING), DAYS if key == "days_to_pay" else SHARE
    return cells


def _reasons(sheet: Worksheet, over: Sums) -> None:
    heads = {"K": "Denied for", "P": "Lines", "Q": "Money", "R": "Share", "S": "Added up"}
    heading(sheet, LISTS, ("K", "S"), heads, "K")
    sizes = over.above(REASON, over.part(over.codes))
    all_lines, all_money = (f"{of(REASON)}" for of in (over.below, over.above))
    first, last = LISTS + 1, LISTS + REASONS
    sheet[f"{SIZE}{last + 1}"], sheet[f"{ROW}{last + 1}"] = f"={all_money}", f"={all_lines}"
    whole = f"${SIZE}${last + 1}"
    for row in range(first, last + 1):
        _largest(sheet, over, row, sizes, over.codes, row - first + 1)
        of_this = over.part(f"$K{row}")
        found = f"{ROW}{row}=0"
        added = f"R{row}" if row == first else f"S{row - 1}+R{row}"
        cells: dict[str, tuple[object, str]] = {
            "K": (f'=IF({found},"",INDEX({over.codes},{ROW}{row})&"")', "General"),
            "L": (f'=IF({found},"",INDEX({over.words},{ROW}{row})&"")', "General"),
            "P": (f"=IF({found},0,{over.below(REASON, of_this)})", COUNT),
            "Q": (f"=IF({found},0,{over.above(REASON, of_this)})", DOLLARS),
            "R": (f"=IF({whole}=0,0,Q{row}/{whole})", SHARE),
            "S": (f"={added}", SHARE),
        }
        line(sheet, row, cells, ("K", "S"))
    unused = FormulaRule(formula=[f'$K{first}=""'], font=Font(color="FFFFFFFF"))
    sheet.conditional_formatting.add(f"P{first}:S{last}", unused)
    rest = {at: "+".join(f"{at}{row}" for row in range(first, last + 1)) for at in "PQ"}
    cells = {
        "K": ("other", "General"),
        "L": ("all reasons not listed above", "General"),
        "P": (f"={ROW}{last + 1}-({rest['P']})", COUNT),
        "Q": (f"={whole}-({rest['Q']})", DOLLARS),
        "R": (f"=IF({whole}=0,0,Q{last + 1}/{whole})", SHARE),
        "S": (f"=S{last}+R{last + 1}", SHARE),
    }
    line(sheet, last + 1, cells, ("K", "S"))


def _pay_days(sheet: Worksheet, over: Sums) -> None:
    places = dict(zip(letters("N", "S"), PAID_WITHIN, strict=True))
    short = {at: words.removesuffix(" days").replace("Over 90", "91+") for at, words in places.items()}
    heading(sheet, PAY_DAYS, ("K", "S"), {"K": "First paid after days", **short}, "K")
    many: dict[str, tuple[object, str]] = {"K": ("claims", "General")}
    for at, part in places.items():
        many[at] = f"={over.below('days_to_pay', over.part(_quoted(part)))}", COUNT
    line(sheet, PAY_DAYS + 1, many, ("K", "S"))
    whole = "+".join(f"{at}{PAY_DAYS + 1}" for at in places)
    shares: dict[str, tuple[object, str]] = {"K": ("share", "General")}
    for at in places:
        shares[at] = f'=IF({whole}=0,"",{at}{PAY_DAYS + 1}/({whole}))', SHARE
    line(sheet, PAY_DAYS + 2, shares, ("K", "S"))


def _people(sheet: Worksheet, over: Sums) -> None:
    """Write the payers and the therapists with the largest charges."""
    lists = (
        ("Payer", "B", "CDEFGHI", over.payers, over.payer_names, over.payer, ("W", "X")),
        ("Therapist", "K", "MNOPQRS", over.therapists, over.therapists, over.therapist, ("U", "V")),
    )
    for words, name, at, ids, names, criterion, hidden in lists:
        heading(sheet, PEOPLE, (name, at[-1]), {name: words, **dict(zip(at, WHAT, strict=True))}, name)
        sizes = over.below("gross_collection", criterion(ids))
        for row in range(PEOPLE + 1, PEOPLE + EACH + 1):
            _largest(sheet, over, row, sizes, ids, row - PEOPLE, hidden)
            which = f"{hidden[1]}{row}"
            found = f'IF({which}=0,"",INDEX({names},{which})&"")'
            # The id stands apart from the name, which two may share.
            own = criterion(f'INDEX({ids},{which})&""')
            cells: dict[str, tuple[object, str]] = {name: (f"={found}", "General")}
            for letter, (formula, format_) in _measured(over, at, (own,)).items():
                cells[letter] = f'=IF({which}=0,"",{formula[1:]})', format_
            line(sheet, row, cells, (name, at[-1]))


def _largest(  # noqa: PLR0913, PLR0917 - one place in one ranking
    sheet: Worksheet,
    over: Sums,
    row: int,
    sizes: str,
    of: str,
    place: int,
    hidden: tuple[str, str] = (SIZE, ROW),
) -> None:
    size, at = (f"{letter}{row}" for letter in hidden)
    sheet[size], sheet[at] = f"={over.nth(sizes, of, place)}", f"={over.row(sizes, of, size)}"


def _quoted(words: str) -> str:
    return f'"{words}"'

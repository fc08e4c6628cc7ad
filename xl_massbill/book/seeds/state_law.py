"""What is known of each state's law; most cells are blank because nobody here has read that state's law.

A blank is not a no: the office asks its board and fills it in.

Source: handbook §5.10.
"""

from __future__ import annotations

from xl_massbill.book.workbook import Cell
from xl_massbill.codes import state

Row = dict[str, Cell]

_LICENSING = "mostpolicyinitiative.org 2023, amtamassage.org 2025 (45 states license)"
_ASK = "Rules of workers' compensation and PIP differ: fill in."
_NO_LICENCE = "No statewide licence; local rules may apply."

_KNOWN: dict[str, Row] = {
    "WA": {
        "may_bill_insurance": "Y",
        "pip_pays_massage": "Y",
        "wc_pays_massage": "Y",
        "note": "Carriers may not exclude the category (every-category law, RCW 48.43). PIP: $10,000 or more "
        "must be offered. L&I pays with an order of the attending doctor, capped at 75 % of the therapy cap.",
        "source": "mywsmta.org, wamassagenetwork.com; WAC 284-30-395 (Durant v. State Farm); WAC 296-23-250",
    },
    "FL": {
        "pip_pays_massage": "N",
        "note": "PIP has not paid massage since 2013-01-01.",
        "source": "abmp.com; Fla. Stat. 627.736(1)(a)5",
    },
    "CA": {"regulates": "CERT"},
    "VT": {"regulates": "REG"},
    "MN": {
        "regulates": "NONE",
        "note": f"{_NO_LICENCE} A bill of 2025-2026 (HF 362, SF 1131) would require a licence from 2027: "
        "check whether it passed.",
        "source": f"{_LICENSING}; billtrack50.com, revisor.mn.gov",
    },
    "KS": {"regulates": "NONE", "note": _NO_LICENCE},
    "WY": {"regulates": "NONE", "note": _NO_LICENCE},
    "DC": {"certainty": "G", "source": "general knowledge"},
    **{
        code: {"note": _ASK, "certainty": "G", "source": "general knowledge"}
        for code in ("OR", "NY", "TX", "NM", "CO", "HI")
    },
}


def state_law() -> list[Row]:
    """Return one row for each state and the District of Columbia, in order of the codes."""
    blank: Row = {"regulates": "LICENSE", "certainty": "R", "source": _LICENSING}
    return [{"state": code} | blank | _KNOWN.get(code, {}) for code in sorted(state.NAMES)]

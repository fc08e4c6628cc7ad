"""Worksheet functions about codes: procedure, diagnosis, NPI, pairs of codes, reasons of denial.

Source: handbook §2.1, §2.3, §3.2, §9.2; codes/ for the lists.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from xl_massbill import __version__
from xl_massbill.addin.cell_words import day, word
from xl_massbill.addin.spill import NA, each
from xl_massbill.addin.tables_given import given
from xl_massbill.addin.worksheet import worksheet
from xl_massbill.book.in_force import in_force
from xl_massbill.codes import carc, icd10, icd_release, icd_standing, ncci, npi, procedure, rarc

NO_PAIR = "NO PAIR"
_FROM_TO = ("effective_from", "effective_to")
_Said = tuple[str, tuple[str, ...]]
"""The words of a code, and what is usually done."""


@worksheet
def MB_CODE(code: Any, day_of_service: Any = None, codes: Any = None) -> Any:
    """Return our short name of a procedure code; #N/A if no list has it or it was not in force on the day.

    Args:
        code: The procedure code, such as 97124, or a column of codes.
        day_of_service: The date of service; left out, the code need not be in force on any day.
        codes: Your own list Codes[#All], which stands above ours.
    """
    own = {} if codes is None else _codes_of(codes)

    def answer(cell: Any, asked: Any) -> Any:
        name = procedure.compact(word(cell))
        short, starts, ends = own.get(name) or _packaged(name)
        if short is None or (asked is not None and not in_force(starts, ends, day(asked))):
            return NA
        return short

    return each(answer, [code], [day_of_service])


def _codes_of(codes: Any) -> dict[str, tuple[str | None, dt.date | None, dt.date | None]]:
    rows = given("codes", codes, ("code", "short_name", *_FROM_TO)).rows
    return {row["code"]: (row["short_name"] or row["code"], *(row[n] for n in _FROM_TO)) for row in rows}


def _packaged(name: str) -> tuple[str | None, dt.date | None, dt.date | None]:
    found = procedure.every().get(name)
    return (
        (None, None, None) if found is None else (found.short_name, found.effective_from, found.effective_to)
    )


@worksheet
def MB_DX(dx: Any, day_of_service: Any, icd: Any = None) -> Any:
    """Return the official text of a diagnosis code that can be billed on the day.

    #N/A if it is incomplete, was not in force, or no list we have speaks of it for that day.

    Args:
        dx: The diagnosis code, with or without its dot, or a column of codes.
        day_of_service: The date of service: the codes in force on that day count.
        icd: Your list ICD[#All], laid over the one that comes with the program; needed for newer releases.
    """
    rows, texts = _icd_of(icd)

    def answer(cell: Any, asked: Any) -> Any:
        code = icd10.bare(word(cell))
        state = icd_standing.standing(code, day(asked), rows.get(code, ()))
        if state is not icd_standing.State.SOUND:
            return NA
        return texts.get(code) or icd_release.description(code) or icd10.dotted(code)

    return each(answer, [dx, day_of_service])


def _icd_of(icd: Any) -> tuple[dict[str, list[icd_standing.Row]], dict[str, str]]:
    rows: dict[str, list[icd_standing.Row]] = {}
    texts: dict[str, str] = {}
    columns = ("code", "description_short", *_FROM_TO, "billable", "requires_7th")
    listed = () if icd is None else given("icd", icd, columns).rows
    for row in sorted(listed, key=lambda row: row["effective_from"] or dt.date.min):
        says = (row["effective_from"], row["effective_to"], row["billable"], row["requires_7th"])
        rows.setdefault(row["code"], []).append(icd_standing.Row(*says))
        if row["description_short"]:
            texts[row["code"]] = row["description_short"]
    return rows, texts


@worksheet
def MB_NPI(number: Any) -> Any:
    """Return TRUE for a right NPI: ten digits, the last of which checks the others; else FALSE.

    Args:
        number: The NPI, or a column of them; blanks and hyphens in it do no harm.
    """
    return each(lambda cell: npi.is_valid(npi.compact(word(cell))), [number])


@worksheet
def MB_PAIR(code1: Any, code2: Any, day_of_service: Any, pairs: Any) -> Any:
    """Return what NCCI says of two codes of one day: MODIFIER, NEVER, ALLOWED or NO PAIR.

    MODIFIER: paid together only with one. A payer's own policy of the pair is not looked at.

    Args:
        code1: One procedure code, or a column of them.
        code2: The other procedure code, or a column of them.
        day_of_service: The date of service.
        pairs: The list NCCI_PTP[#All].
    """
    columns = ("column1", "column2", "mod_indicator", *_FROM_TO, "certainty", "confirmed_on")
    rows: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in given("ncci_ptp", pairs, columns).rows:
        if row["mod_indicator"] is not None:
            rows.setdefault(frozenset((row["column1"], row["column2"])), []).append(row)

    def answer(one: Any, other: Any, asked: Any) -> Any:
        of_day = day(asked)
        about = rows.get(frozenset(procedure.compact(word(code)) for code in (one, other)), ())
        here = [row for row in about if in_force(row["effective_from"], row["effective_to"], of_day)]
        best = max(reversed(here), key=_since, default=None)
        return NO_PAIR if best is None else ncci.INDICATORS[best["mod_indicator"]]

    return each(answer, [code1, code2, day_of_service])


def _since(row: dict[str, Any]) -> tuple[bool, dt.date]:
    is_sure = row["certainty"] != "G" or row["confirmed_on"] is not None
    return is_sure, row["effective_from"] or dt.date.min


@worksheet
def MB_DENIAL(reason: Any, remark: Any = None, reasons: Any = None, remarks: Any = None) -> Any:
    """Return in our words why a payer did not pay, and what is usually done about it.

    #N/A for a reason that is in no list.

    Args:
        reason: The adjustment reason code (CARC), such as 197, or a column of them.
        remark: The remark code (RARC) beside it, such as MA130; may be left out.
        reasons: Your own list CARC[#All], which stands above ours.
        remarks: Your own list RARC[#All], which stands above ours.
    """
    own, own_remarks = _said_of("carc", reasons), _said_of("rarc", remarks)

    def answer(cell: Any, beside: Any) -> Any:
        code = carc.compact(word(cell))
        found = own.get(code) or _said(carc.find(code))
        if found is None:
            return NA
        more = "" if beside is None else rarc.compact(word(beside))
        return _sentence(found, own_remarks.get(more) or _said(rarc.find(more)))

    return each(answer, [reason], [remark])


def _said(listed: carc.Reason | rarc.Remark | None) -> _Said | None:
    return None if listed is None else (listed.wording, listed.actions)


def _said_of(name: str, cells: Any) -> dict[str, _Said]:
    if cells is None:
        return {}
    rows = given(name, cells, ("code", "short_own_wording", "default_action")).rows
    return {
        row["code"]: (row["short_own_wording"], row["default_action"] or ())
        for row in rows
        if row["short_own_wording"]
    }


def _sentence(found: _Said, extra: _Said | None) -> str:
    """Return "why (remark): what to do; or else"; what the remark asks for beats what the reason does."""
    wording, actions = found
    if extra is not None:
        wording, actions = f"{wording} ({extra[0]})", extra[1] or actions
    steps = "; else ".join(carc.ACTIONS.get(action, action) for action in actions)
    return f"{wording}: {steps}" if steps else wording


@worksheet
def MB_VERSION() -> Any:
    """Return the version of xl-massbill that answers the formulas."""
    return __version__

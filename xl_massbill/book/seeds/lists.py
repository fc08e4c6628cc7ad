"""The code lists as rows of the reference sheets.

Source: handbook §1.6, §2.1, §2.3, §2.5, §9.2.
"""

from __future__ import annotations

from xl_massbill.book.workbook import Cell
from xl_massbill.codes import carc, mue, ncci, place_of_service, procedure, rarc

Row = dict[str, Cell]


def procedures() -> list[Row]:
    """Return the procedure codes."""
    return [
        {
            "code": p.code,
            "short_name": p.short_name,
            "kind": p.kind,
            "minutes_per_unit": p.minutes_per_unit,
            "direct_contact": _word(p.direct_contact),
            "lmt_default": p.lmt_default,
            "always_therapy": _word(p.always_therapy),
            "needs_description": _word(p.needs_description),
            "effective_from": p.effective_from,
            "effective_to": p.effective_to,
            "version_label": procedure.VERSION,
            "note": p.note or None,
            "certainty": p.certainty,
            "source": p.source,
        }
        for p in procedure.every().values()
    ]


def pairs() -> list[Row]:
    """Return the code pairs."""
    return [
        {
            "column1": pair.column1,
            "column2": pair.column2,
            "mod_indicator": pair.indicator,
            "effective_from": pair.effective_from,
            "effective_to": pair.effective_to,
            "rationale": pair.rationale,
            "file_version": ncci.VERSION,
            "certainty": pair.certainty,
            "source": pair.source,
        }
        for pair in ncci.pairs()
    ]


def limits() -> list[Row]:
    """Return the unit limits."""
    return [
        {
            "code": limit.code,
            "mue_value": limit.units,
            "mai": limit.indicator,
            "file_version": mue.VERSION,
            "certainty": limit.certainty,
            "source": limit.source,
        }
        for limit in mue.limits().values()
    ]


def places() -> list[Row]:
    """Return the places of service."""
    return [
        {
            "code": place.code,
            "name": place.name,
            "lmt_usual": _word(place.lmt_usual),
            "note": place.note or None,
            "certainty": place.certainty,
            "source": place.source,
        }
        for place in place_of_service.places().values()
    ]


def reasons() -> list[Row]:
    """Return the adjustment reasons."""
    return [
        {
            "code": reason.code,
            "short_own_wording": reason.wording,
            "category": reason.category,
            "default_action": _list(reason.actions),
            "then": reason.then or None,
            "deadline": reason.deadline or None,
            "prevented_by": _list(reason.prevented_by),
            "groups": _list(reason.groups),
            "usual_rarcs": _list(reason.remarks),
            "likely_cause": reason.likely_cause or None,
            "compare": reason.compare or None,
            "correct": reason.correct or None,
            "certainty": reason.certainty,
            "source": reason.source,
        }
        for reason in carc.reasons().values()
    ]


def remarks() -> list[Row]:
    """Return the remark codes."""
    return [
        {
            "code": remark.code,
            "short_own_wording": remark.wording,
            "category": remark.category,
            "default_action": _list(remark.actions),
            "certainty": remark.certainty,
            "source": remark.source,
        }
        for remark in rarc.remarks().values()
    ]


def _word(fact: bool | None) -> str | None:
    return None if fact is None else "Y" if fact else "N"


def _list(parts: tuple[str, ...]) -> str | None:
    return ", ".join(parts) or None

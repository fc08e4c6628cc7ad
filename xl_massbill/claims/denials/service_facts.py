"""Facts about the service of a denied line, side by side: code, units, time, diagnoses, place, charge.

Source: handbook §9.2 (compare), §1.11, §1.12, §1.5 (payer's rules of a code).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from xl_massbill.claims.denials.case import Case
from xl_massbill.claims.denials.comparison import Compared, Side, compared
from xl_massbill.codes import icd10

_MINUTES = re.compile(r"(\w+)\s*=\s*(\d+)")
SENT, VISIT, NOTE, ORDER, PLAN = Side


def code(case: Case) -> Compared:
    """Return the procedure code on all sides."""
    cells = case.cells
    sent, typed = cells.text("claim_lines", case.line, "code"), case.of_visit("code")
    noted = dict(_MINUTES.findall(cells.text("notes", case.note, "minutes_by_code")))
    ordered = cells.listed("referrals", case.order, "codes_ordered")
    covered = cells.listed("coverage", case.plan, "covered_codes")
    shown = {SENT: sent, VISIT: typed, NOTE: _list(noted), ORDER: _list(ordered), PLAN: _list(covered)}
    marks = (
        VISIT if typed != sent else None,
        NOTE if sent not in noted else None,
        ORDER if sent not in ordered else None,
        PLAN if sent not in covered else None,
    )
    return compared("code", shown, *marks)


def modifiers(case: Case) -> Compared:
    """Return the modifiers, and those that the payer wants or refuses for the code."""
    sent = case.cells.listed("claim_lines", case.line, "mods")
    typed = tuple(mod for mod in (case.of_visit(f"mod{n}") for n in range(1, 5)) if mod)
    wanted, refused = (_words(case.rule(f"{which}_modifier")) for which in ("required", "forbidden"))
    rules = [f"wants {' '.join(wanted)}" if wanted else "", f"refuses {' '.join(refused)}" if refused else ""]
    is_other = set(wanted) - set(sent) or set(refused) & set(sent)
    shown = {
        SENT: " ".join(sent) or "none",
        VISIT: " ".join(typed) or "none",
        PLAN: _list(filter(None, rules)),
    }
    return compared(
        "modifiers", shown, VISIT if set(typed) != set(sent) else None, PLAN if is_other else None
    )


def units(case: Case) -> Compared:
    """Return units, and the minutes behind them."""
    cells = case.cells
    sent, typed = (
        cells.number(t, at, "units") for t, at in (("claim_lines", case.line), ("visits", case.visit))
    )
    minutes = case.of_visit("minutes")
    noted = dict(_MINUTES.findall(cells.text("notes", case.note, "minutes_by_code")))
    own = noted.get(cells.text("claim_lines", case.line, "code"), "")
    most = case.rule("max_units_per_code")
    ordered = cells.number("referrals", case.order, "minutes_per_visit")
    total = sum(map(int, noted.values()))
    shown = {
        SENT: sent,
        VISIT: f"{typed} ({minutes} min)" if minutes and typed is not None else typed,
        NOTE: f"{own} min" if own else "",
        ORDER: f"{ordered} min a visit" if ordered else "",
        PLAN: f"at most {most}" if most else "",
    }
    marks = (
        VISIT if typed != sent else None,
        NOTE if own != minutes else None,
        ORDER if ordered and total > ordered else None,
        PLAN if most.isdecimal() and sent is not None and sent > int(most) else None,
    )
    return compared("units and minutes", shown, *marks)


def charge(case: Case) -> Compared:
    """Return the charge."""
    sent = case.cells.number("claim_lines", case.line, "charge")
    typed = case.cells.number("visits", case.visit, "charge")
    return compared("charge", {SENT: _money(sent), VISIT: _money(typed)}, VISIT if sent != typed else None)


def times(case: Case) -> Compared:
    """Return the clock times of the session, and how long it was."""
    cells = case.cells
    starts, ends = (cells.number("notes", case.note, name) for name in ("start_time", "end_time"))
    length = None if starts is None or ends is None else ends - starts
    noted = sum(int(n) for _, n in _MINUTES.findall(cells.text("notes", case.note, "minutes_by_code")))
    shown = {NOTE: "" if starts is None or ends is None else f"{_clock(starts)}-{_clock(ends)}, {length} min"}
    shown[VISIT] = f"{case.of_visit('minutes')} min of this code" if case.of_visit("minutes") else ""
    return compared("time of the session", shown, NOTE if length is not None and noted > length else None)


def diagnoses(case: Case) -> Compared:
    """Return the diagnoses that the line points to, and those of the order."""
    cells = case.cells
    sent = [
        case.of_claim(f"dx{p}") for p in cells.listed("claim_lines", case.line, "ptrs") if str(p).isdecimal()
    ]
    pointers = (cells.number("visits", case.visit, f"ptr{n}") for n in range(1, 5))
    typed = [case.of_visit(f"dx{p}") for p in pointers if p and 1 <= p <= 12]
    ordered = cells.listed("referrals", case.order, "dx_list")
    allowed, refused = (_words(case.rule(f"dx_{which}")) for which in ("allowed", "denied"))
    bare = {icd10.bare(dx) for dx in sent if dx}
    rules = [
        f"takes {' '.join(allowed)}" if allowed else "",
        f"refuses {' '.join(refused)}" if refused else "",
    ]
    shown = {
        SENT: _dx(sent),
        VISIT: _dx(typed),
        NOTE: cells.text("notes", case.note, "dx_discussed"),
        ORDER: _dx(ordered),
        PLAN: _list(filter(None, rules)),
    }
    marks = (
        VISIT if {icd10.bare(dx) for dx in typed if dx} != bare else None,
        ORDER if not bare <= {icd10.bare(dx) for dx in ordered} else None,
        PLAN if _are_refused(bare, allowed, refused) else None,
    )
    return compared("diagnoses of the line", shown, *marks)


def place(case: Case) -> Compared:
    """Return the place of service."""
    sent, typed = case.of_claim("pos"), case.of_visit("pos")
    allowed = _words(case.rule("pos_allowed"))
    shown = {SENT: sent, VISIT: typed, PLAN: f"takes {' '.join(allowed)}" if allowed else ""}
    if case.of_visit("facility_id"):
        shown[VISIT] = f"{typed} at {case.of_visit('facility_id')}"
    marks = (VISIT if typed != sent else None, PLAN if allowed and sent not in allowed else None)
    return compared("place of service", shown, *marks)


def other_lines(case: Case) -> Compared:
    """Return what else was billed on that day: of the same claim, and of the same patient."""
    cells, day = case.cells, case.first_day
    own = {at for at in case.claim_lines() if at != case.line and cells.day("claim_lines", at, "dos") == day}
    sent = [
        " ".join((cells.text("claim_lines", at, "code"), *cells.listed("claim_lines", at, "mods")))
        for at in own
    ]
    same_day = [
        at
        for at in cells.where("visits", patient_id=case.of_claim("patient_id"))
        if cells.day("visits", at, "dos") == day and at != case.visit
    ]
    typed = [f"{cells.text('visits', at, 'visit_id')} {cells.text('visits', at, 'code')}" for at in same_day]
    other = case.of_visit("other_provider_same_day")
    shown = {SENT: _list(sent), VISIT: _list([*typed, *([f"elsewhere: {other}"] if other else [])])}
    shown[NOTE] = _list(cells.listed("notes", case.note, "regions_all"))
    return compared("other services of the day, and regions", shown)


def _are_refused(sent: set[str], allowed: tuple[str, ...], refused: tuple[str, ...]) -> bool:
    def fits(dx: str, patterns: tuple[str, ...]) -> bool:
        return any(dx.startswith(icd10.bare(pattern).rstrip("*")) for pattern in patterns)

    return any(fits(dx, refused) for dx in sent) or bool(
        allowed and not any(fits(dx, allowed) for dx in sent)
    )


def _words(rule: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Z0-9.*]+", rule))


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _dx(codes: Iterable[str]) -> str:
    return _list(icd10.dotted(code) for code in codes if code)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _money(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:,.2f}"

"""Slips about diagnoses, on islands: the order says the same as the visit unless that is the slip.

Source: handbook §6.6 (DX), §3.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import CONFIRMED_BY, Row
from xl_massbill.sample.slips.apart import Apart, Cells, Fits, asks_no_approval, is_plain, plant_apart
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, Visit, put, slip
from xl_massbill.sample.slips.islands import island

_PLACES, _POINTERS = 12, 4
_ACTIVE = 90  # days after the accident from which active treatment is asked about (DX-006)
_OTHER_SIDE = {"M25.511": "M25.512", "M25.551": "M25.552", "M75.42": "M75.41", "M70.62": "M70.61"}
_OPEN_SIDE = {"M25.511": "M25.519", "M25.551": "M25.559", "M75.42": "M75.40", "M70.62": "M70.60"}
_CHART = ("M54.2", "M62.838", "M25.511", "M25.551", "M72.2", "M75.42", "M70.62", "M54.59", "M54.6", "M62.830",
          "G44.219", "M79.7", "M62.831")  # fmt: skip
"""A whole chart of thirteen complaints that may stand beside each other."""


def _listed(*codes: str) -> dict[str, Cells]:
    """Return the cells by which line and order name these diagnoses, and the line points to all of them."""
    line: Row = {f"dx{i}": code for i, code in enumerate(codes, 1)}
    line |= {f"ptr{i}": i for i in range(1, min(len(codes), _POINTERS) + 1)}
    emptied = {**{f"dx{i}": None for i in range(1, _PLACES + 1)}, **{f"ptr{i}": None for i in range(1, 5)}}
    return {"line": {**emptied, **line}, "referral": {"dx_list": ", ".join(codes)}}


def _instead(change: Callable[[str], str]) -> dict[str, Cells]:
    """Return the cells by which line and order name another first diagnosis."""

    def ordered(visit: Visit) -> Row:
        first, *others = visit.referral["dx_list"].split(", ")
        return {"dx_list": ", ".join([change(first), *others])}

    return {"line": lambda visit: {"dx1": change(visit.first["dx1"])}, "referral": ordered}


def _besides(code: str) -> dict[str, Cells]:
    """Return the cells by which line and order name a third diagnosis."""
    return {
        "line": {"dx3": code, "ptr3": 3},
        "referral": lambda visit: {"dx_list": f"{visit.referral['dx_list']}, {code}"},
    }


def _has(*codes: str) -> Fits:
    """Return whether it is a plain visit under an order whose first diagnosis is one of these."""
    return lambda visit: is_plain(visit) and bool(visit.referral) and visit.first["dx1"] in codes


def _any(visit: Visit) -> bool:
    return is_plain(visit) and bool(visit.referral) and "dx2" in visit.first


def _must_be_ordered(visit: Visit) -> bool:
    """Return whether the payer wants an order, and myalgia may stand beside the first diagnosis."""
    fits = _has("M54.2", "M54.59", "M54.6", "M25.511")
    return fits(visit) and visit.payer.rules.get("rx_required") == "Y"


def _hurt(visit: Visit) -> bool:
    """Return whether it is an hour of massage after a car accident."""
    return visit.is_single and visit.payer.payer_type == "AUTO_PIP" and visit.first["code"] == "97124"


def _hurt_long_ago(visit: Visit) -> bool:
    return _hurt(visit) and (visit.day - visit.coverage["accident_date"]) > _ACTIVE * DAY


def _refused(bench: Bench, visit: Visit) -> None:
    """Note in DxLink that the payer's policy does not accept the visit's first diagnosis."""
    bench.tables.setdefault("dx_link", []).append(
        {
            "payer_id": visit.payer.payer_id,
            "code": visit.first["code"],
            "dx_prefix": visit.first["dx1"],
            "relation": "NOT_SUPPORTED",
            "source": "Medical policy of the plan",
            "certainty": "R",
            "confirmed_by": CONFIRMED_BY,
            "confirmed_on": bench.as_of - 60 * DAY,
        }
    )


SLIPS_APART: tuple[Apart, ...] = (
    Apart("DX-001", ERROR, ("line", "dx1"), "The diagnoses were not copied from the order.",
          {"line": {"dx1": None, "dx2": None}}, _any),
    Apart("DX-002", ERROR, ("line", "dx1"), "A number of the list before 2015 was copied from an old chart.",
          _instead(lambda _: "724.2"), _any),
    Apart("DX-003", ERROR, ("line", "dx1"), "The order names a code that is in no list of the year.",
          _instead(lambda _: "M54.99"), _has("M54.59")),
    Apart("DX-004", ERROR, ("line", "dx1"), "The doctor wrote the group of codes that ended in 2021.",
          _instead(lambda _: "M54.5"), _has("M54.59")),
    Apart("DX-005", ERROR, ("line", "dx1"), "The last letter of the injury code was left out.",
          _instead(lambda code: code[:-1]), _hurt),
    Apart("DX-006", WARNING, ("line", "dx1"), "The injury is still coded as active treatment months later.",
          _instead(lambda code: f"{code[:-1]}A"), _hurt_long_ago),
    Apart("DX-007", ERROR, ("line", "dx2"), "Neck pain stands beside the disc that explains and excludes it.",
          _listed("M54.2", "M50.20"), _has("M54.2")),
    Apart("DX-008", ERROR, ("line", "dx1"), "The order names the other side than the one treated.",
          _instead(_OTHER_SIDE.__getitem__), _has(*_OTHER_SIDE)),
    Apart("DX-009", ERROR, ("line", "dx2"), "A diagnosis was added that nobody ordered.",
          {"line": {"dx2": "M79.18"}}, _must_be_ordered),
    Apart("DX-011", WARNING, ("line", "dx1"), "The order leaves the side open, the record names it.",
          _instead(_OPEN_SIDE.__getitem__), _has(*_OPEN_SIDE)),
    Apart("DX-012", ERROR, ("line", "dx1"), "The plan's policy does not accept the diagnosis for massage.",
          _listed("M53.82", "M62.838"), _has("M54.2"), then=_refused),
    Apart("DX-013", WARNING, ("line", "dx2"), "Headache stands beside the migraine that causes it.",
          _listed("G43.009", "R51.9"), _has("G44.219")),
    Apart("DX-014", WARNING, ("line", "dx1"), "The order names nothing but pain.", _listed("R52"), _any),
    Apart("DX-015", ERROR, ("line", "dx3"), "A code of women's complaints stands at a man's visit.",
          _besides("N94.6"), lambda v: _any(v) and v.patient["sex"] == "M"),
    Apart("DX-017", WARNING, ("line", "dx1"), "How the accident happened was listed before the injury.",
          _listed("V43.52XD", "S13.4XXD", "S39.012D"), lambda v: _hurt(v) and v.first["dx1"] == "S13.4XXD"),
    Apart("DX-019", ERROR, ("line", "dx3"), "The first diagnosis was typed again in the third place.",
          {"line": lambda v: {"dx3": v.first["dx1"]}}, _any),
    Apart("DX-020", ERROR, ("line", "ptr2"), "The second pointer leads to an empty place.",
          {"line": {"ptr2": 3}}, _any),
    Apart("DX-021", INFO, ("line", "dx2"), "The second pointer was left out.",
          {"line": {"ptr2": None}}, _any),
    Apart("DX-022", ERROR, ("line", "dx1"), "A visit for stress alone goes to the plan.",
          _listed("Z73.3"), _any),
)  # fmt: skip


def pointers_crossed(bench: Bench) -> list[Slip]:
    """The two lines of a visit point to each other's diagnosis."""

    def fits(v: Visit) -> bool:
        apart = v.first.get("dx1") in _OTHER_SIDE and [x.get("ptr1") for x in v.lines] == [1, 2]
        return len(v.lines) == 2 and asks_no_approval(v) and apart and not any("ptr2" in x for x in v.lines)

    visit = bench.pick(bench.visits(fits))
    if visit is None:
        return []
    island(bench, visit)
    visit.lines[0]["ptr1"], visit.lines[1]["ptr1"] = 2, 1
    done = "The pointers of the two lines were crossed."
    return [slip("DX-010", WARNING, ("visits", line, "ptr1"), done) for line in visit.lines]


def turned_about(bench: Bench) -> list[Slip]:
    """Under one order the two diagnoses change places from one visit to the next."""

    def fits(_: Row, part: list[Visit]) -> bool:
        return len(part) > 1 and bool(_latter(part))

    paper = bench.pick_small(bench.papers("referral", fits))
    if paper is None:
        return []
    _, part = paper
    bench.take(part)
    line = bench.rng.choice(_latter(part)).first
    line["dx1"], line["dx2"] = line["dx2"], line["dx1"]
    done = "The two diagnoses changed places under the same order."
    return [slip("DX-016", WARNING, ("visits", line, "dx1"), done)]


def _latter(part: list[Visit]) -> list[Visit]:
    """Return the visits after the first day of an order whose line points to both its diagnoses."""
    return [v for v in part if v.day > part[0].day and _any(v) and "ptr2" in v.first]


def whole_chart(bench: Bench) -> list[Slip]:
    """All complaints of the doctor's chart are copied to a visit, more than a claim has room for."""

    def fits(v: Visit) -> bool:
        return len(v.lines) == 2 and asks_no_approval(v) and v.first.get("dx1") == "M54.2"

    visit = bench.pick(bench.visits(fits))
    if visit is None:
        return []
    island(bench, visit)
    visit.referral["dx_list"] = ", ".join(_CHART)
    put(visit.first, **{f"dx{i}": code for i, code in enumerate(_CHART[:_PLACES], 1)})
    visit.lines[1]["dx3"] = _CHART[-1]
    done = "All thirteen diagnoses of the doctor's chart were copied to the visit."
    unused = [("visits", visit.first, f"dx{i}") for i in range(3, _PLACES + 1)]
    unused.append(("visits", visit.lines[1], "dx3"))
    return [
        slip("DX-018", ERROR, ("visits", visit.first, "dx1"), done),
        *(slip("DX-021", INFO, place, done) for place in unused),
    ]


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = (turned_about, pointers_crossed, whole_chart)
SLIPS = tuple(partial(plant_apart, one) for one in SLIPS_APART)

"""The same facts as several readers see them: ours, pyx12's by the guide's map, x12sdk's by its models."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pyx12.error_handler
from pyx12.x12context import X12ContextReader
from x12sdk.io import X12ModelReader

from tests.forms.x837p.judges import PARAMS, quick_guides
from xl_massbill.book.finding import Finding
from xl_massbill.remits.claim_status import ClaimAnswer
from xl_massbill.remits.kinds import Kind, sets_of
from xl_massbill.remits.read271 import read_271
from xl_massbill.remits.read277 import read_277
from xl_massbill.remits.read277ca import read_277ca
from xl_massbill.remits.read999 import read_999
from xl_massbill.remits.ta1 import read_ta1

logging.getLogger("pyx12").setLevel(logging.CRITICAL)


def ours(text: str | bytes) -> tuple[list[Any], list[Finding]]:
    """Return everything that our readers say of a file, and the findings."""
    findings: list[Finding] = []
    data = text.encode() if isinstance(text, str) else text
    found: list[Any] = []
    for one in sets_of(data, "file", findings):
        if one.kind is Kind.SYNTAX:
            found.append(read_999(one, findings))
        elif one.kind is Kind.CLAIMS_TAKEN:
            found += read_277ca(one, findings)
        elif one.kind is Kind.STATUS:
            found += read_277(one, findings)
        elif one.kind is Kind.BENEFITS:
            found += read_271(one, findings)
        elif one.kind is Kind.INTERCHANGE:
            found.append(read_ta1(one, findings))
    return found, findings


def our_claims(text: str) -> list[tuple[Any, ...]]:
    """Return claims as number, statuses, payer's number, clearinghouse's number, lines (control, statuses)."""
    return [
        (
            one.claim_id,
            [status.codes for status in one.statuses],
            [str(status.day) for status in one.statuses if status.element == "STC01"],
            one.payer_number,
            one.clearinghouse_number,
            [(line.control, [status.codes for status in line.statuses]) for line in one.lines],
        )
        for one in ours(text)[0]
        if isinstance(one, ClaimAnswer)
    ]


def pyx12_segments(text: str) -> Iterator[tuple[str, Any]]:
    """Yield the segments of a file with the path that pyx12's map gives them."""
    handler = pyx12.error_handler.errh_null()
    with quick_guides():
        for node in X12ContextReader(PARAMS, handler, StringIO(text)).iter_segments():
            yield node.x12_map_node.get_path(), node.seg_data


def pyx12_claims(text: str) -> list[tuple[Any, ...]]:
    """Return the claims of a 277CA in the form of `our_claims`."""
    found: list[Any] = []
    for path, segment in pyx12_segments(text):
        if not path.startswith("/ISA_LOOP/GS_LOOP/ST_LOOP/DETAIL") or "/2200D/" not in path:
            continue
        last = path.rsplit("/", 1)[1][:3]
        if last == "TRN":
            found.append([segment.get_value("TRN02"), [], [], "", "", []])
        elif last == "SVC":
            found[-1][5].append(["", []])
        elif last == "STC":
            codes = [segment.get_value(f"STC{at:02}") or "" for at in (1, 10, 11)]
            told = [code for code in codes if code]
            found[-1][5][-1][1].extend(told) if "/2220D/" in path else found[-1][1].extend(told)
            if "/2220D/" not in path:
                day = segment.get_value("STC02")
                found[-1][2].append(f"{day[:4]}-{day[4:6]}-{day[6:]}")
        elif last == "REF":
            place = {"1K": 3, "D9": 4}.get(segment.get_value("REF01"))
            if "/2220D/" in path:
                found[-1][5][-1][0] = segment.get_value("REF02")
            elif place:
                found[-1][place] = segment.get_value("REF02")
    return [(*one[:5], [tuple(line) for line in one[5]]) for one in found]


def our_syntax(text: str) -> list[tuple[Any, ...]]:
    """Return sets of a 999 as number, verdict, errors (segment, position, loop, code, claim, elements)."""
    return [
        (
            one.number,
            one.verdict,
            [
                (
                    e.name,
                    e.position,
                    e.loop,
                    e.code,
                    e.claim_id,
                    [(x.position, x.component, x.code) for x in e.elements],
                )
                for e in one.errors
            ],
        )
        for answer in ours(text)[0]
        for one in answer.sets
    ]


def pyx12_syntax(text: str) -> list[tuple[Any, ...]]:
    """Return the same as pyx12 sees it."""
    found: list[Any] = []
    for path, segment in pyx12_segments(text):
        name = path.rsplit("/", 1)[1][:3]
        if name == "AK2":
            found.append([segment.get_value("AK202"), "", []])
        elif name == "IK3":
            values = [segment.get_value(f"IK30{at}") or "" for at in (1, 2, 3, 4)]
            found[-1][2].append([values[0], int(values[1]), values[2], values[3], "", []])
        elif name == "CTX" and segment.get_value("CTX01-1") == "CLM01" and not found[-1][2][-1][4]:
            found[-1][2][-1][4] = segment.get_value("CTX01-2")
        elif name == "IK4":
            place = [segment.get_value(f"IK401-{at}") or "0" for at in (1, 2)]
            found[-1][2][-1][5].append((int(place[0]), int(place[1]), segment.get_value("IK403")))
        elif name == "IK5":
            found[-1][1] = segment.get_value("IK501")
    return [(number, verdict, [tuple(error) for error in errors]) for number, verdict, errors in found]


def sdk_models(text: str) -> list[dict[str, Any]]:
    with X12ModelReader(text) as reader:
        return [model.model_dump(exclude_none=True, mode="json") for model in reader.models()]


def sdk_claims(text: str) -> list[tuple[Any, ...]]:
    """Return the claims of a 277 in the form of `our_claims`."""
    found = []
    for loop in _loops(sdk_models(text), ("loop_2200d", "loop_2200e")):
        references = {
            r["reference_identification_qualifier"]: r["reference_identification"]
            for r in loop.get("ref_segment", ())
        }
        lines = [loop[name] for name in ("loop_2220d", "loop_2220e") if name in loop]
        found.append(
            (
                references.get("EJ") or loop["trn_segment"]["reference_identification_1"],
                [stc["health_care_claim_status_1"] for stc in loop["stc_segment"]],
                [stc["status_effective_date"] for stc in loop["stc_segment"]],
                references.get("1K", ""),
                references.get("D9", ""),
                [
                    (
                        line["ref_segment"]["reference_identification"],
                        [s["health_care_claim_status_1"] for s in line["stc_segment"]],
                    )
                    for some in lines
                    for line in some
                ],
            )
        )
    return found


def _loops(value: Any, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the loops with these names, wherever they are."""
    if isinstance(value, list):
        for one in value:
            yield from _loops(one, names)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in names:
                yield from inner if isinstance(inner, list) else [inner]
            yield from _loops(inner, names)


def our_benefits(text: str) -> list[tuple[Any, ...]]:
    """Return what is said of each person: refusals, and benefits as information, services, amount, share."""
    return [
        (
            [refusal.code for refusal in one.refusals],
            [
                (
                    b.information,
                    b.services,
                    None if b.cents is None else Decimal(b.cents) / 100,
                    b.share,
                    b.period,
                    b.in_network,
                    [(d.unit, d.quantity) for d in b.deliveries],
                    b.messages,
                    b.references,
                )
                for b in one.benefits
            ],
        )
        for one in ours(text)[0]
    ]


def sdk_benefits(text: str) -> list[tuple[Any, ...]]:
    """Return the same as x12sdk sees it."""
    found = []
    for person in _loops(sdk_models(text), ("loop_2100c", "loop_2100d")):
        benefits = [*person.get("loop_2110c", ()), *person.get("loop_2110d", ())]
        refusals = [aaa["reject_reason_code"] for aaa in person.get("aaa_segment", ())]
        if benefits or refusals:
            found.append((refusals, [_sdk_benefit(one) for one in benefits]))
    return found


def _sdk_benefit(loop: dict[str, Any]) -> tuple[Any, ...]:
    eb = loop["eb_segment"]
    number = lambda name: Decimal(eb[name]) if name in eb else None  # noqa: E731
    return (
        eb["eligibility_benefit_information"],
        tuple(eb.get("service_type_code", ())),
        number("benefit_amount"),
        number("benefit_percent"),
        eb.get("time_period_qualifier", ""),
        eb.get("inplan_network_indicator", ""),
        [(h.get("quantity_qualifier", ""), Decimal(h["quantity"])) for h in loop.get("hsd_segment", ())],
        tuple(m["free_form_text"] for m in loop.get("msg_segment", ())),
        {
            r["reference_identification_qualifier"]: r["reference_identification"]
            for r in loop.get("ref_segment", ())
        },
    )

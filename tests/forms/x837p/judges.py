"""Outside judges of our 837P files: pyx12 knows the guide, x12sdk reads the claims back."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import Any
from unittest.mock import patch

import pyx12.map_if
import pyx12.params
from pyx12.map_if import load_map_file
from pyx12.x12n_document import x12n_document
from x12sdk.io import X12ModelReader

PARAMS = pyx12.params.params()
PARAMS.set("exclude_external_codes", "remark_code,claim_status")


@cache
def _guide(name: str) -> bytes:
    return pickle.dumps(load_map_file(name, PARAMS))


def _fresh(name: str, *_: object) -> Any:
    """Return a guide as pyx12 loads it: reading its XML takes ten times as long as a copy of it."""
    return pickle.loads(_guide(name))


def quick_guides() -> Any:
    """Let pyx12 take its guides from `_fresh` within a block, for readers with PARAMS."""
    return patch.object(pyx12.map_if, "load_map_file", _fresh)


def accepts(data: bytes) -> bool:
    """Whether pyx12 finds nothing wrong; prints its findings otherwise."""
    report = StringIO()
    with quick_guides():
        is_right = x12n_document(PARAMS, StringIO(data.decode("ascii")), None, None, fd_json=report)
    if not is_right:
        print(json.dumps(json.loads(report.getvalue() or "{}"), indent=1)[:4000])
    return bool(is_right)


@dataclass(frozen=True)
class Seen:
    """A claim as x12sdk understood it."""

    claim_id: str
    charge: Decimal
    lines: tuple[tuple[str, tuple[str, ...], Decimal, Decimal], ...]


def understood(data: bytes) -> list[Seen]:
    """The claims that x12sdk reads: number, charge, and per line code, modifiers, charge, units."""
    found = []
    with X12ModelReader(data.decode("ascii")) as reader:
        for model in reader.models():
            sign = data[104:105].decode("ascii")
            for loop in _claims(model):
                head = loop.clm_segment
                lines = tuple(_line(line.sv1_segment, sign) for line in loop.loop_2400)
                found.append(
                    Seen(head.patient_control_number, Decimal(head.total_claim_charge_amount), lines)
                )
    return found


def _claims(model: Any) -> Iterator[Any]:
    for billing in model.loop_2000a:
        for subscriber in billing.loop_2000b:
            yield from subscriber.loop_2300 or ()
            for patient in subscriber.loop_2000c or ():
                yield from patient.loop_2300


def _line(sv1: Any, sign: str) -> tuple[str, tuple[str, ...], Decimal, Decimal]:
    _, code, *modifiers = sv1.product_service_id_qualifier.split(sign)
    sent = tuple(modifier for modifier in modifiers[:4] if modifier)
    return code, sent, Decimal(sv1.line_item_charge_amount), Decimal(sv1.service_unit_count)

"""A remittance while it is read: each segment goes to the claim or line that is open.

Source: handbook §8.5; 835 guide, order of loops 1000A to 2110.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xl_massbill.remits.read835_cells import cents, day, quantity, service
from xl_massbill.remits.read835_facts import (
    Adjustment,
    ClaimPayment,
    LinePayment,
    Party,
    Problem,
    ProviderAdjustment,
    Remittance,
)
from xl_massbill.x12.segment import Segment

_PAYER_REFERENCES = ("2U", "EO", "NF", "HI")
_LINE_CONTROL = "6R"
_ALLOWED = "B6"
_REMARK_LIST = "HE"
_REMARKS_OF = {"MOA": range(3, 8), "MIA": (5, 20, 21, 22, 23)}
_SERVICE_DAYS = {"472": ("first_day", "last_day"), "150": ("first_day",), "151": ("last_day",)}
_NPI = "XX"
_LISTS_OF_LINE = ("adjustments", "remarks", "amounts", "references")
_LISTS_OF_CLAIM = (*_LISTS_OF_LINE, "parties", "days")
_TRIPLES = range(2, 18, 3)
_PAIRS = range(3, 14, 2)
Cells = list[str]
Part = dict[str, Any]


class Draft:
    """One transaction set, open from ST to SE; `last` is the number of the last segment seen."""

    def __init__(self, header: Segment) -> None:
        self.problems: list[Problem] = []
        self.last = header.number
        self._component = header.delimiters.component
        self._head: Part = {"number": header.number, "control": header.get(2).strip()}
        self._payer_ids: list[str] = []
        self._payee_ids: list[str] = []
        self._party = ""
        self._claims: list[ClaimPayment] = []
        self._provider: list[ProviderAdjustment] = []
        self._claim: Part | None = None
        self._line: Part | None = None
        self._lines: list[LinePayment] = []
        self._handlers: dict[str, Callable[[int, Cells], None]] = {
            "BPR": self._bpr,
            "TRN": self._trn,
            "DTM": self._dtm,
            "N1": self._n1,
            "REF": self._ref,
            "CLP": self._clp,
            "CAS": self._cas,
            "NM1": self._nm1,
            "MOA": self._moa,
            "MIA": self._moa,
            "AMT": self._amt,
            "SVC": self._svc,
            "LQ": self._lq,
            "PLB": self._plb,
        }

    def take(self, segment: Segment) -> None:
        """Take one segment; what is not needed to post or to match is passed over."""
        self.last = segment.number
        handler = self._handlers.get(segment.elements[0])
        if handler is not None:
            handler(segment.number, segment.elements)

    def done(self, *, is_whole: bool) -> Remittance:
        """Return the remittance as far as it was read."""
        self._end_claim()
        if not is_whole:
            self.problems.append(Problem(self.last, "The remittance is cut short: its end (SE) is missing."))
        if "amount" not in self._head:
            self._problem(self._head["number"], "BPR (the amount of the payment) is missing.")
        if not self._head.get("trace"):
            self._problem(self._head["number"], "TRN02 (the number of the cheque or transfer) is missing.")
        return Remittance(
            **self._head,
            payer_ids=tuple(dict.fromkeys(filter(None, self._payer_ids))),
            payee_ids=tuple(dict.fromkeys(filter(None, self._payee_ids))),
            claims=tuple(self._claims),
            provider_adjustments=tuple(self._provider),
            is_whole=is_whole,
            problems=tuple(self.problems),
        )

    def _problem(self, number: int, sentence: str, *, is_grave: bool = True) -> None:
        self.problems.append(Problem(number, sentence, is_grave))

    def _cents(self, number: int, cells: Cells, position: int) -> int:
        """Return an amount the sums need; one that is left out is 0, one that cannot be read is grave."""
        text = _at(cells, position)
        amount = cents(text) if text else 0
        if amount is None:
            self._problem(number, f"{cells[0]}{position:02} is no amount of dollars and cents.")
            return 0
        return amount

    def _bpr(self, number: int, cells: Cells) -> None:
        if "amount" in self._head:
            self._problem(number, "BPR stands twice in one remittance.")
            return
        amount = self._cents(number, cells, 2)
        if not _at(cells, 2):
            self._problem(number, "BPR02 (the amount of the payment) is missing.")
        is_debit = _at(cells, 3).upper() == "D"
        self._head |= {
            "handling": _at(cells, 1),
            "amount": -amount if is_debit else amount,
            "method": _at(cells, 4).upper(),
            "payment_date": day(_at(cells, 16)),
        }

    def _trn(self, number: int, cells: Cells) -> None:
        if self._head.get("trace"):
            self._problem(number, "TRN stands twice in one remittance.", is_grave=False)
            return
        self._head["trace"] = _at(cells, 2)
        self._payer_ids.append(_at(cells, 3))

    def _n1(self, _: int, cells: Cells) -> None:
        self._party = _at(cells, 1)
        if self._party == "PR":
            self._head["payer_name"] = _at(cells, 2)
            self._payer_ids.append(_at(cells, 4))
        elif self._party == "PE":
            if _at(cells, 3) == _NPI:
                self._head["payee_npi"] = _at(cells, 4)
            self._payee_ids.append(_at(cells, 4))

    def _ref(self, _: int, cells: Cells) -> None:
        qualifier, value = _at(cells, 1), _at(cells, 2)
        if self._line is not None:
            if qualifier == _LINE_CONTROL:
                self._line["control"] = value
            else:
                self._line["references"].append((qualifier, value))
        elif self._claim is not None:
            self._claim["references"].append((qualifier, value))
        elif self._party == "PR" and qualifier in _PAYER_REFERENCES:
            self._payer_ids.append(value)
        elif self._party == "PE":
            self._payee_ids.append(value)

    def _dtm(self, _: int, cells: Cells) -> None:
        found = day(_at(cells, 2))
        if found is None:
            return
        qualifier = _at(cells, 1)
        if self._line is not None:
            for name in _SERVICE_DAYS.get(qualifier, ()):
                self._line[name] = found
        elif self._claim is not None:
            self._claim["days"].append((qualifier, found))
        elif qualifier == "405":
            self._head["production_date"] = found

    def _clp(self, number: int, cells: Cells) -> None:
        self._end_claim()
        part = _at(cells, 5)
        self._claim = {
            "number": number,
            "claim_id": _at(cells, 1),
            "status": _at(cells, 2),
            "charge": self._cents(number, cells, 3),
            "paid": self._cents(number, cells, 4),
            "patient_part": self._cents(number, cells, 5) if part else None,
            "filing": _at(cells, 6),
            "payer_number": _at(cells, 7),
            "place": _at(cells, 8),
            "frequency": _at(cells, 9),
            **{name: [] for name in _LISTS_OF_CLAIM},
        }
        self._lines = []

    def _end_claim(self) -> None:
        self._end_line()
        if self._claim is not None:
            for name in _LISTS_OF_CLAIM:
                self._claim[name] = tuple(self._claim[name])
            self._claims.append(ClaimPayment(**self._claim, lines=tuple(self._lines)))
        self._claim, self._lines = None, []

    def _svc(self, number: int, cells: Cells) -> None:
        self._end_line()
        if self._claim is None:
            self._problem(number, "SVC (a service line) stands outside of a claim.")
            return
        billed = _at(cells, 6)
        self._line = {
            "number": number,
            "service": service(_at(cells, 1), self._component),
            "charge": self._cents(number, cells, 2),
            "paid": self._cents(number, cells, 3),
            "units_paid": quantity(_at(cells, 5)),
            "billed": service(billed, self._component) if billed else None,
            "units_billed": quantity(_at(cells, 7)),
            **{name: [] for name in _LISTS_OF_LINE},
        }

    def _end_line(self) -> None:
        if self._line is not None:
            for name in _LISTS_OF_LINE:
                self._line[name] = tuple(self._line[name])
            self._lines.append(LinePayment(**self._line))
        self._line = None

    def _cas(self, number: int, cells: Cells) -> None:
        part = self._line if self._line is not None else self._claim
        if part is None:
            self._problem(number, "CAS (an adjustment) stands outside of a claim.")
            return
        group = _at(cells, 1)
        for at in _TRIPLES:
            if at >= len(cells):
                break
            reason, amount = _at(cells, at), _at(cells, at + 1)
            if reason or amount:
                part["adjustments"].append(
                    Adjustment(
                        number,
                        group,
                        reason,
                        self._cents(number, cells, at + 1),
                        quantity(_at(cells, at + 2)),
                    )
                )

    def _nm1(self, number: int, cells: Cells) -> None:
        if self._claim is None:
            return
        party = Party(number, _at(cells, 3), _at(cells, 4), _at(cells, 8), _at(cells, 9))
        self._claim["parties"].append((_at(cells, 1), party))

    def _moa(self, _: int, cells: Cells) -> None:
        if self._claim is not None:
            found = (_at(cells, position) for position in _REMARKS_OF[cells[0]])
            self._claim["remarks"] += filter(None, found)

    def _amt(self, number: int, cells: Cells) -> None:
        amount, qualifier = cents(_at(cells, 2)), _at(cells, 1)
        if amount is None:
            if self._claim is not None:
                self._problem(number, "AMT02 is no amount of dollars and cents.", is_grave=False)
        elif self._line is not None:
            if qualifier == _ALLOWED:
                self._line["allowed"] = amount
            self._line["amounts"].append((qualifier, amount))
        elif self._claim is not None:
            self._claim["amounts"].append((qualifier, amount))

    def _lq(self, _: int, cells: Cells) -> None:
        if _at(cells, 1) == _REMARK_LIST and _at(cells, 2):
            if self._line is not None:
                self._line["remarks"].append(_at(cells, 2))
            elif self._claim is not None:
                self._claim["remarks"].append(_at(cells, 2))

    def _plb(self, number: int, cells: Cells) -> None:
        self._end_claim()
        fiscal = day(_at(cells, 2))
        for at in _PAIRS:
            if at >= len(cells):
                break
            reason, _, reference = _at(cells, at).partition(self._component)
            if reason or _at(cells, at + 1):
                amount = self._cents(number, cells, at + 1)
                self._provider.append(
                    ProviderAdjustment(
                        number, _at(cells, 1), fiscal, reason.strip(), reference.strip(), amount
                    )
                )


def _at(cells: Cells, position: int) -> str:
    return cells[position].strip() if position < len(cells) else ""

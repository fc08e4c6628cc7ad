"""The money of one claim while answers are posted to it: sums, patient's part, lines; in whole cents.

Answers are added as they come, reversals with their turned signs; nothing is overwritten. What the patient
owes is what the payer said that answered last: a second payer's part takes the place of the first's. What a
person has decided to be the patient's counts besides, until the line is answered anew.

Source: handbook §8.5 (posting rules), §8.7, §10.1 (balance, final PR).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.codes.carc import compact
from xl_massbill.remits.match_lines import BilledLine, Numbers
from xl_massbill.remits.post_denied import Refused, is_whole_denied, written_off
from xl_massbill.remits.read835_facts import PASSED_ON, Adjustment, ClaimPayment, LinePayment

MONEY = ("paid_total", "contractual_total", "pr_total", "other_adj_total", "balance")
_SHARES = {"1": "pr_ded", "2": "pr_coins", "3": "pr_copay"}
_GROUPS = {"CO": "co_adj", "CR": "co_adj", "OA": "oa_adj", "PI": "pi_adj"}
_PATIENT = ("pr_ded", "pr_coins", "pr_copay", "pr_other")
LINE_MONEY = ("paid", "co_adj", *_PATIENT, "oa_adj", "pi_adj")
Cells = dict[str, Any]


@dataclass(slots=True)
class LineAccount:
    """One billed line and what was answered to it; `cells` are the columns of ClaimLines that may change."""

    billed: BilledLine
    cells: Cells
    is_touched: bool = False

    @property
    def is_denied(self) -> bool:
        """Return whether the payer denies it as things stand."""
        return self.cells.get("denied") == "Y"


@dataclass(slots=True)
class Account:
    """One claim; `shares` is the patient's part by payer.

    `cells` are the columns of Claims that a posting may change (cents, ISO days).
    """

    claim_id: str
    cells: Cells
    payer_id: str
    lines: dict[int, LineAccount]
    shares: dict[str, int] = field(default_factory=dict)
    last_payer: str = ""
    decided: dict[int | None, int] = field(default_factory=dict)
    """What a person has decided to be the patient's, by line; None for the whole claim."""

    def post(
        self,
        answer: ClaimPayment,
        numbers: Sequence[Numbers],
        denied: Sequence[Refused],
        remit: Mapping[str, str],
    ) -> None:
        """Add an answer; `remit` names its payer and day of payment (ISO)."""
        payer, day = remit["payer_id"], remit["day"]
        refused = {line for one in denied for line in one.numbers}
        about = {number for of in numbers for number in of}
        contractual = written_off(answer.adjustments, is_denied=is_whole_denied(answer))
        for line in answer.lines:
            contractual += written_off(line.adjustments, is_denied=line.paid == 0)
        self._add("paid_total", answer.paid)
        self._add("contractual_total", contractual)
        self._add("balance", -answer.paid - contractual)
        changed = bool(self.last_payer) and payer != self.last_payer and not answer.is_reversal
        self._share(answer, payer, about or set(self.lines))
        seen: set[int] = set()
        for line, of in zip(answer.lines, numbers, strict=True):
            if len(of) == 1 and of[0] in self.lines:
                if changed and of[0] not in seen:
                    self.lines[of[0]].cells |= dict.fromkeys(_PATIENT, 0)
                _post_line(self.lines[of[0]], line, is_part=of[0] in seen, is_reversal=answer.is_reversal)
                seen.add(of[0])
        for number, account in self.lines.items():
            if number in refused or number in about or not numbers:
                account.cells["denied"] = "Y" if number in refused and not answer.is_reversal else "N"
                account.is_touched = True
        self._days(answer, payer, day, is_denied=bool(denied))

    def _add(self, name: str, cents: int) -> None:
        self.cells[name] = (self.cells.get(name) or 0) + cents

    def _share(self, answer: ClaimPayment, payer: str, answered: set[int]) -> None:
        """Let the patient's part be that of the payer that answered last, and what else was decided."""
        part = _of_patient(answer.adjustments)
        for line in answer.lines:
            part += _of_patient(line.adjustments)
        if not self.shares and not self.last_payer:
            self.shares[payer] = (self.cells.get("pr_total") or 0) - sum(self.decided.values())
        self.shares[payer] = self.shares.get(payer, 0) + part
        if not answer.is_reversal or not self.last_payer:
            self.last_payer = payer
        for number in [n for n in self.decided if n is None or n in answered]:
            del self.decided[number]
        self.cells["pr_total"] = self.shares.get(self.last_payer, 0) + sum(self.decided.values())

    def _days(self, answer: ClaimPayment, payer: str, day: str, *, is_denied: bool) -> None:
        is_own = payer in ("", self.payer_id) or not self.payer_id
        if answer.is_reversal:
            self.cells |= {"pr_final_on": None, "deadline_correct": None, "deadline_appeal": None}
            return
        if answer.payer_number and is_own:
            self.cells["icn"] = answer.payer_number
        if answer.status not in PASSED_ON:
            self.cells["pr_final_on"] = day or None
        if not is_denied:
            self.cells |= {"deadline_correct": None, "deadline_appeal": None}

    @property
    def patient_paid(self) -> int:
        """Return what the patient has paid."""
        return int(self.cells.get("patient_paid") or 0)

    @property
    def balance(self) -> int:
        """Return what is open of the claim."""
        return int(self.cells.get("balance") or 0)

    @property
    def patient_part(self) -> int:
        """Return what the patient still owes of the final patient's part."""
        return int(self.cells.get("pr_total") or 0) - self.patient_paid

    @property
    def denied(self) -> list[int]:
        """Return the numbers of the lines that are denied as things stand."""
        return [number for number, line in self.lines.items() if line.cells.get("denied") == "Y"]


def _of_patient(adjustments: Sequence[Adjustment]) -> int:
    cents = 0
    for one in adjustments:
        if one.group == "PR":
            cents += one.amount
    return cents


def _post_line(account: LineAccount, line: LinePayment, *, is_part: bool, is_reversal: bool) -> None:
    """Add a paid line; `is_part` says that it is a further part of a line that the payer has split."""
    cells = account.cells
    account.is_touched = True
    for name in LINE_MONEY:
        cells[name] = cells.get(name) or 0
    cells["paid"] += line.paid
    for one in line.adjustments:
        cells[_column(one)] += one.amount
    if is_reversal:
        cells |= {"allowed": None, "carc_list": None, "rarc_list": None}
        return
    before = cells if is_part else {}
    cells["allowed"] = (before.get("allowed") or 0) + _allowed(line)
    cells["carc_list"] = _codes(before.get("carc_list"), [one.reason for one in line.adjustments])
    cells["rarc_list"] = _codes(before.get("rarc_list"), line.remarks)


def _codes(known: Any, more: Sequence[str]) -> str | None:
    """Return codes in a row, each once, those that are known in front."""
    return " ".join(dict.fromkeys([*str(known or "").split(), *more])) or None


def _column(one: Adjustment) -> str:
    if one.group == "PR":
        return _SHARES.get(compact(one.reason), "pr_other")
    return _GROUPS.get(one.group, "oa_adj")


def _allowed(line: LinePayment) -> int:
    """Return what the payer allowed: as it says, else what it paid and what the patient owes of a price."""
    if line.allowed is not None:
        return line.allowed
    shared = (one.amount for one in line.adjustments if one.group == "PR" and compact(one.reason) in _SHARES)
    return line.paid + sum(shared)


def iso(day: dt.date | None) -> str:
    """Return a day as the journal keeps it, "" for none."""
    return day.isoformat() if day else ""

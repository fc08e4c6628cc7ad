"""What the workbook knows that a posting needs: claims and their lines, earlier answers, payers' limits.

Each column is read once; nothing is written here.

Source: handbook §1.5 (PayerRules), §1.12, §1.13, §10.6 (limits).
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, NamedTuple

from xl_massbill.codes.carc import Reason, reasons
from xl_massbill.practice import Records
from xl_massbill.practice.denied import TO_PATIENT, to_patient_id
from xl_massbill.remits.match import NO_NUMBER, NOT_OURS, Decisions, compact
from xl_massbill.remits.match_lines import BilledLine
from xl_massbill.remits.post_account import LINE_MONEY, MONEY, Account, LineAccount
from xl_massbill.remits.read835_facts import Remittance

CLAIM_CELLS = (
    *(*MONEY, "patient_paid", "icn", "pr_final_on"),
    *("deadline_correct", "deadline_appeal", "deadline_reply", "deadline_secondary"),
)
LINE_CELLS = ("allowed", *LINE_MONEY, "denied", "carc_list", "rarc_list")
_EVERY = (None, "", "*")
_NEXT = {"P": "S", "S": "T"}
_GONE = ("VOIDED", "REPLACED")
_ENDED = ("HELD", "ERROR")
NO_RULE = "none"
"""What stands beside a denial that no rule could have caught: the payer needs a rule of its own (§9.1)."""
UNKNOWN = ("", "", NO_RULE)
"""Cause, deadline and rule of a reason nobody knows."""


class Decision(NamedTuple):
    """What a person has decided about a denied line."""

    denial_id: str
    decision: str
    group: str
    amount: int
    carc: str
    by: str


class Books:
    """The workbook as a posting sees it."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._columns: dict[tuple[str, str], list[Any]] = {}
        self._found: dict[tuple[str, str, str], tuple[dict[Any, int], list[Any]]] = {}
        self._accounts: dict[str, Account] = {}

    def column(self, table: str, name: str) -> list[Any]:
        """Return a column as plain values: cents, ISO days, lists as text; None where it is not known."""
        if (table, name) not in self._columns:
            self._columns[table, name] = self.records[table].kept(name)
        return self._columns[table, name]

    def cell(self, table: str, key: str, value: str, name: str) -> Any:
        """Return a cell of the record with a key, None if there is none."""
        where = table, key, name
        if where not in self._found:
            self._found[where] = self.records.index(table, key), self.column(table, name)
        index, column = self._found[where]
        at = index.get(value)
        return None if at is None else column[at]

    def account(self, claim_id: str) -> Account:
        """Return the money of a claim, as it stands after what was posted to it in this run."""
        if claim_id not in self._accounts:
            self._accounts[claim_id] = self._open(claim_id)
        return self._accounts[claim_id]

    def _open(self, claim_id: str) -> Account:
        at = self._at[claim_id]
        cells = dict(zip(CLAIM_CELLS, self._claim_cells[at], strict=True))
        if cells["balance"] is None:
            posted = sum(
                cells[n] or 0 for n in ("paid_total", "contractual_total", "other_adj_total", "patient_paid")
            )
            cells["balance"] = (self.column("claims", "total_charge")[at] or 0) - posted
        shares = self._shares.get(claim_id, {})
        return Account(
            claim_id=claim_id,
            cells=cells,
            payer_id=self.column("claims", "payer_id")[at] or "",
            lines={line.number: self._line(i, line) for i, line in self.billed.get(claim_id, [])},
            shares=dict(shares),
            last_payer=next(reversed(shares), ""),
            decided=self._decided(claim_id),
        )

    def _decided(self, claim_id: str) -> dict[int | None, int]:
        """Return what a person has decided to be the patient's of lines that are denied as they were then."""
        if claim_id not in self._to_patient:
            return {}
        denied = {line.number for i, line in self.billed.get(claim_id, []) if self._is_denied(i)}
        found: dict[int | None, int] = {}
        for denial, line, cents in self._to_patient[claim_id]:
            newest = self.decisions.get((claim_id, line)) if line is not None else None
            stands = bool(denied) or not self.billed.get(claim_id) if line is None else line in denied
            if stands and (newest is None or newest.denial_id == denial):
                found[line] = found.get(line, 0) + cents
        return found

    def _is_denied(self, at: int) -> bool:
        return bool(self.column("claim_lines", "denied")[at] == "Y")

    @cached_property
    def _to_patient(self) -> dict[str, list[tuple[str, int | None, int]]]:
        """Return the rows of Payments that make denied amounts the patient's: denial, line, cents."""
        names = ("payment_id", "row_type", "claim_id", "line_no", "adj_amount")
        found: dict[str, list[tuple[str, int | None, int]]] = {}
        for number, kind, claim, line, cents in zip(
            *(self.column("payments", n) for n in names), strict=True
        ):
            if kind == TO_PATIENT and claim:
                denial = str(number).removeprefix(to_patient_id(""))
                found.setdefault(claim, []).append((denial, line, cents or 0))
        return found

    def _line(self, at: int, billed: BilledLine) -> LineAccount:
        return LineAccount(billed, dict(zip(LINE_CELLS, self._line_cells[at], strict=True)))

    @cached_property
    def _at(self) -> dict[Any, int]:
        return self.records.index("claims", "claim_id")

    @cached_property
    def _claim_cells(self) -> list[tuple[Any, ...]]:
        return list(zip(*(self.column("claims", name) for name in CLAIM_CELLS), strict=True))

    @cached_property
    def _line_cells(self) -> list[tuple[Any, ...]]:
        return list(zip(*(self.column("claim_lines", name) for name in LINE_CELLS), strict=True))

    @cached_property
    def billed(self) -> dict[str, list[tuple[int, BilledLine]]]:
        """Return position and facts of the lines of each claim, in their order."""
        names = ("claim_id", "line_no", "line_ctl", "code", "charge", "dos")
        found: dict[str, list[tuple[int, BilledLine]]] = {}
        rows = zip(*(self.column("claim_lines", name) for name in names), strict=True)
        for at, (claim, number, control, code, charge, day) in enumerate(rows):
            if claim and number is not None:
                when = dt.date.fromisoformat(day) if day else None
                line = BilledLine(number, control or "", code or "", charge, when)
                found.setdefault(claim, []).append((at, line))
        return found

    @cached_property
    def _shares(self) -> dict[str, dict[str, int]]:
        """Return the patient's part posted to each claim by payer, who answered last at the end."""
        payers = dict(zip(self.column("remits", "remit_id"), self.column("remits", "payer_id"), strict=True))
        names = ("claim_id", "remit_id", "row_type", "group", "adj_amount", "is_reversal", "post_status")
        found: dict[str, dict[str, int]] = {}
        for claim, remit, kind, group, amount, is_back, status in zip(
            *(self.column("payments", name) for name in names), strict=True
        ):
            if not claim or kind not in ("PAY", "ADJ") or status in _ENDED:
                continue
            by, payer = found.setdefault(claim, {}), payers.get(remit) or ""
            part = (amount or 0) if kind == "ADJ" and group == "PR" else 0
            if payer in by and (is_back == "Y" or next(reversed(by)) == payer):
                by[payer] += part
            else:
                by[payer] = by.pop(payer, 0) + part
        return found

    @cached_property
    def decisions(self) -> dict[tuple[str, int], Decision]:
        """Return the newest row of Denials of each line."""
        names = ("denial_id", "claim_id", "line_no", "decision", "group", "amount", "carc", "decided_by")
        rows = zip(*(self.column("denials", name) for name in names), strict=True)
        return {
            (claim, line): Decision(denial, decision or "", group or "", amount or 0, carc or "", by or "")
            for denial, claim, line, decision, group, amount, carc, by in rows
            if claim and line is not None
        }

    @cached_property
    def followers(self) -> set[tuple[str, str]]:
        """Return which claims were sent on already: parent and place of the payer (S, T)."""
        names = ("parent_claim_id", "payer_seq", "status")
        rows = zip(*(self.column("claims", name) for name in names), strict=True)
        return {(parent, place) for parent, place, status in rows if parent and place and status not in _GONE}

    def has_next_payer(self, claim_id: str) -> bool:
        """Return whether the patient has a plan that pays after this claim's and was not asked yet."""
        return self.next_payer(claim_id) is not None

    def next_payer(self, claim_id: str) -> str | None:
        """Return the payer of the plan that pays after a claim's and was not asked yet, None for no plan."""
        plans = self._plans.get(self.cell("claims", "claim_id", claim_id, "patient_id"), [])
        after = _NEXT.get(self.cell("claims", "claim_id", claim_id, "payer_seq") or "P", "")
        later = [plan for plan in plans if plan[0] == after]
        if not after or not later or (claim_id, after) in self.followers:
            return None
        day = self.cell("claims", "claim_id", claim_id, "dos_from")
        fits = (
            payer or ""
            for _, starts, ends, payer in later
            if not day or (starts or day) <= day <= (ends or day)
        )
        return next(fits, None)

    @cached_property
    def _plans(self) -> dict[str, list[tuple[Any, ...]]]:
        names = ("patient_id", "priority", "effective_from", "effective_to", "payer_id")
        found: dict[str, list[tuple[Any, ...]]] = {}
        for patient, *plan in zip(*(self.column("coverage", name) for name in names), strict=True):
            found.setdefault(patient, []).append(tuple(plan))
        return found

    def word(self, payer: str, key: str, on: str | None) -> str:
        """Return a payer's rule for all codes on a day of service, "" if nobody has entered it."""
        found: list[tuple[bool, str, str]] = []
        for who, _, value, code, kind, starts, ends in self._limits.get(key, []):
            fits = who in (payer, "*") and code in _EVERY and kind in _EVERY
            if fits and (not on or ((starts or on) <= on <= (ends or on))):
                found.append((who == payer, starts or "", str(value or "").strip().upper()))
        return max(found)[2] if found else ""

    def days(self, payer: str, key: str, on: str | None) -> int | None:
        """Return a limit of a payer in days, in force on a day of service; None where nobody knows it."""
        said = self.word(payer, key, on)
        return int(said) if said.isdigit() else None

    @cached_property
    def _limits(self) -> dict[str, list[tuple[Any, ...]]]:
        names = ("payer_id", "rule_key", "value", "code", "provider_type", "effective_from", "effective_to")
        found: dict[str, list[tuple[Any, ...]]] = {}
        for row in zip(*(self.column("payer_rules", name) for name in names), strict=True):
            found.setdefault(row[1], []).append(row)
        return found

    @cached_property
    def reasons(self) -> dict[str, tuple[str, str, str]]:
        """Return likely cause, deadline and preventing rule of each reason; the office's sheet goes first."""
        known = {code: _told(one) for code, one in reasons().items()}
        names = ("code", "likely_cause", "deadline", "prevented_by")
        for code, cause, deadline, rule in zip(*(self.column("carc", n) for n in names), strict=True):
            if code:
                mine = known.get(code, UNKNOWN)
                known[code] = (cause or mine[0], deadline or mine[1], _first_rule(rule) if rule else mine[2])
        return known

    @cached_property
    def placed(self) -> Decisions:
        """Return what a person has decided about answers whose claim was not found.

        Nothing is remembered of an answer without any number, nor where two under one number went apart.
        """
        found: dict[tuple[str, str], set[str]] = {}
        names = ("payer_id", "claim_as_sent", "icn", "belongs_to")
        for payer, sent, number, claim in zip(*(self.column("unplaced", n) for n in names), strict=True):
            key = payer or "", (number or "") if (sent or "") in NO_NUMBER else sent
            if claim and key[1]:
                found.setdefault(key, set()).add(self.said(claim))
        return {key: next(iter(claims)) for key, claims in found.items() if len(claims) == 1}

    def said(self, typed: str) -> str:
        """Return the claim that a person has typed, spelt as ours if it is one, or NOT_OURS."""
        if typed.upper().replace("_", " ").strip() == NOT_OURS:
            return NOT_OURS
        return self._spelt.get(typed.upper().strip(), typed.strip())

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {claim.upper(): claim for claim in self.records.index("claims", "claim_id")}

    def payer_of(self, remittance: Remittance) -> str:
        """Return our number of the payer of a remittance by its ids, else by its name, "" if unknown."""
        told, by_name = {one.upper() for one in remittance.payer_ids}, ""
        names = ("payer_id", "edi_payer_id", "name")
        for payer, edi, name in zip(*(self.column("payers", n) for n in names), strict=True):
            if payer and {str(payer).upper(), str(edi or "").upper()} & told:
                return str(payer)
            if payer and name and compact(name) == compact(remittance.payer_name):
                by_name = by_name or str(payer)
        return by_name


def _told(one: Reason) -> tuple[str, str, str]:
    return one.likely_cause, one.deadline, _first_rule(" ".join(one.prevented_by))


def _first_rule(rules: str | None) -> str:
    """Return the first rule that is named in full, "" if only groups are, NO_RULE if none is."""
    words = (rules or "").replace(",", " ").split()
    return next((word for word in words if word[-3:].isdigit()), "" if words else NO_RULE)

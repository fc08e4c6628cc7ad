"""Writes claims into one 837P file as they come, in constant memory per claim.

A file is one interchange with one group; a transaction set takes at most 5,000 claims, because payers reject
a set as a whole. Each run of claims of one billing provider shares a 2000A loop; each claim has its own
2000B.

Source: handbook §7.2 (control numbers), §7.3 (loops); 5,000 claims a set is the guide's advice for CLM.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import BinaryIO

from xl_massbill.claims.claim import BillingProvider, Claim, Payer, TradingPartner
from xl_massbill.claims.control import Control
from xl_massbill.claims.other_payer import out_of_balance
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p.parties import billing_loop, ends, subscriber_loop
from xl_massbill.forms.x837p.service import claim_loop
from xl_massbill.forms.x837p.values import d8
from xl_massbill.x12.delimiters import PLAIN, Style
from xl_massbill.x12.envelope import End, isa
from xl_massbill.x12.segment import compose
from xl_massbill.x12.text import clean
from xl_massbill.x12.write import Writer

CLAIMS_A_SET = 5_000
_MOST_LINES = 50
_MOST_DIAGNOSES = 12
_ROLES = ("", "DN", "DK", "DQ")
_LONGEST_CONTROL = 999_999_999


@dataclass(frozen=True, slots=True)
class Partners:
    """The two ends of the interchange: we, and the clearinghouse or payer."""

    submitter: TradingPartner
    receiver: TradingPartner


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written; `verify` holds the file against it."""

    segments: int
    sets: int
    total: Decimal
    claim_ids: tuple[str, ...]
    sha256: str
    style: Style = PLAIN

    @property
    def claims(self) -> int:
        """Return the number of claims."""
        return len(self.claim_ids)


def write(claims: Iterable[Claim], partners: Partners, control: Control, out: BinaryIO) -> Summary:
    """Write the claims in their order and return what was written.

    The payers of all claims must want the same file: version of the guide, separators, letters, usage. The
    stream is left open, and half written if a claim is refused: write to a temporary name.

    Raises:
        Refused: there is no claim, or one cannot stand in this file.
    """
    queue = iter(claims)
    first = next(queue, None)
    if first is None:
        raise Refused("There is no claim to write.")
    file = _File(partners, control, first.payer, out)
    total = Decimal(0)
    numbers: dict[str, None] = {}
    for claim in chain([first], queue):
        if claim.claim_id in numbers:
            raise Refused(
                f"The claim number {claim.claim_id} stands twice in one file; a number is used once."
            )
        numbers[claim.claim_id] = None
        file.add(claim)
        total += claim.total
    file.close()
    writer = file.writer
    return Summary(writer.segments, writer.sets, total, tuple(numbers), writer.sha256, first.payer.style)


class _File:
    """The file being written, and where in it we stand."""

    def __init__(self, partners: Partners, control: Control, payer: Payer, out: BinaryIO) -> None:
        self._partners, self._control, self._version = partners, control, payer.version
        self._style, self._may_be = payer.style, ("", control.usage)
        self._billing: BillingProvider | None = None
        self._in_set = 0
        self._hl = 0
        self._parent = 0
        self.writer = Writer(out, payer.style)
        _must_be_numbers(control)
        self.writer.begin(_isa(partners, control), _gs(partners, control, payer.version))

    def add(self, claim: Claim) -> None:
        """Write one claim, with a new set or billing provider before it where needed."""
        _must_fit(claim)
        self._must_share(claim)
        if self._in_set == CLAIMS_A_SET:
            self._close_set()
        if not self._in_set:
            self._open_set(claim.billing)
        segments: list[str] = []
        if claim.billing is not self._billing and claim.billing != self._billing:
            self._billing = claim.billing
            self._hl += 1
            self._parent = self._hl
            segments += billing_loop(claim.billing, self._hl)
        self._hl += 1
        subscriber = subscriber_loop(claim, self._hl, self._parent)
        if claim.insured.relation != "18":
            self._hl += 1
        self.writer.send(segments + subscriber + claim_loop(claim))
        self._in_set += 1

    def _must_share(self, claim: Claim) -> None:
        """Refuse a claim whose payer wants another file than this one."""
        payer = claim.payer
        if payer.version != self._version:
            why = f"asks for version {payer.version}, the file for {self._version}; one file for each version"
        elif payer.style is not self._style and payer.style != self._style:
            why = "asks for other separators or letters than the file has; one file for each"
        elif payer.usage not in self._may_be:
            why = f"has the usage {payer.usage}, the file {self._control.usage}; never mix tests with claims"
        else:
            return
        raise Refused(f"Claim {claim.claim_id} of payer {payer.payer_id} {why}.")

    def close(self) -> None:
        """End the last set, the group and the interchange."""
        self._close_set()
        self.writer.end()

    def _open_set(self, billing: BillingProvider) -> None:
        control, number = self._control, self.writer.sets
        self.writer.open_set("837", f"{control.st02_first + number:04}", clean(self._version))
        batch = clean(control.batch_id) + (f"-{number + 1}" if number else "")
        self.writer.send(
            [
                compose("BHT", "0019", "00", batch, d8(control.made.date()), f"{control.made:%H%M}", "CH"),
                *ends(self._partners.submitter, self._partners.receiver, billing),
            ]
        )
        self._billing, self._hl = None, 0

    def _close_set(self) -> None:
        self.writer.close_set()
        self._in_set = 0


def _isa(partners: Partners, control: Control) -> str:
    sender = End(partners.submitter.qualifier, partners.submitter.id)
    receiver = End(partners.receiver.qualifier, partners.receiver.id)
    return isa(sender, receiver, control.made, control.interchange, control.usage)


def _gs(partners: Partners, control: Control, version: str) -> str:
    made, ids = control.made, (clean(partners.submitter.id), clean(partners.receiver.id))
    return compose("GS", "HC", *ids, d8(made.date()), f"{made:%H%M}", str(control.group), "X", clean(version))


def _must_be_numbers(control: Control) -> None:
    numbers = (control.interchange, control.group, control.st02_first)
    if min(numbers) < 1 or max(numbers) > _LONGEST_CONTROL:
        raise Refused("A control number of the file does not have 1 to 9 digits.")
    if control.usage not in ("T", "P"):
        raise Refused("The file must be marked T (test) or P (production); fill in usage on sheet Practice.")


def _unbalanced(claim: Claim) -> str:
    charges = {line.number: line.charge for line in claim.lines}
    return next(filter(None, (out_of_balance(payer, charges) for payer in claim.other_payers)), "")


def _must_fit(claim: Claim) -> None:
    """Refuse a claim that would have to be cut or guessed at."""
    if not 1 <= len(claim.lines) <= _MOST_LINES:
        why = f"has {len(claim.lines)} lines; 1 to {_MOST_LINES} fit"
    elif not 1 <= len(claim.diagnoses) <= _MOST_DIAGNOSES:
        why = f"has {len(claim.diagnoses)} diagnoses; 1 to {_MOST_DIAGNOSES} fit"
    elif claim.referring is not None and claim.referring.role not in _ROLES:
        why = f"has a referring provider in the role {claim.referring.role}; DN, DK or DQ can be sent"
    elif any(len(line.modifiers) > 4 for line in claim.lines):
        why = "has a line with more than four modifiers"
    elif unbalanced := _unbalanced(claim):
        why = f"cannot go to the next payer: {unbalanced}"
    else:
        return
    raise Refused(f"Claim {claim.claim_id} {why}.")

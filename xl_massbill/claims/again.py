"""Claims about claims: corrected, void, to the next payer, new for a denied one, a rejected one sent again.

All are made of the visit lines of the claim they follow. A correction and a void are a full new image of the
rows as they stand; a claim to the next payer says what the first one judged, so a line that was changed since
is refused. A rejected claim was never judged: it goes again as what it was (frequency 1 stays 1), its rows as
they stand, under its own number unless the payer wants a new one (new_pcn_on_resubmit Y). A denied claim
whose payer wants a new one gets a new number, frequency 1 and no word of the payer's number.

Source: handbook §7.5 (corrected, void), §7.7 (next payer), §7.2 (numbers: R1, V1, S), §8.1, §8.9 (REJECTED,
DENIED).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.claims.answered import Answered, answered
from xl_massbill.claims.arrows import ANSWERED, ANY_ADJUDICATED
from xl_massbill.claims.build import Draft, drafts
from xl_massbill.claims.denials.anew import why_not_anew
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.families import GONE, NOT_OUT, Claims
from xl_massbill.claims.following import Again, Kind
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.claims.parties import Parties
from xl_massbill.claims.states import State
from xl_massbill.errors import Refused
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.as_sent import changed
from xl_massbill.practice.bills import Bills

_SUFFIX = re.compile(r"[RVST]\d*$")
_VOID = "8"
_NEXT = {"P": "S", "S": "T"}
_MAY = {
    Kind.CORRECTED: frozenset(ANSWERED),
    Kind.VOID: frozenset(ANY_ADJUDICATED),
    Kind.NEXT_PAYER: frozenset(ANSWERED) | {State.SECONDARY_DUE},
    Kind.ANEW: frozenset({State.DENIED}),
}
"""In which states of a claim another may follow it (§8.9)."""
_WORDS = {
    Kind.CORRECTED: "it can be corrected",
    Kind.VOID: "it can be taken back",
    Kind.NEXT_PAYER: "it goes to the next payer",
    Kind.ANEW: "it goes out as a new claim",
}


class Followers:
    """Makes the drafts of claims that follow others, with numbers that were never used."""

    def __init__(self, lines: Lines, used: Iterable[str] = ()) -> None:
        self._lines, self._records = lines, lines.records
        self._claims = lines.records["claims"]
        self._used = {*used, *(c for c in self._claims["claim_id"] if c)}

    def draft(self, kind: Kind, parent: str) -> Draft:
        """Return the claim that follows another; raise Refused in one sentence where there can be none."""
        at = self._at(parent)
        self._must_not_go_twice(kind, parent, _NEXT.get(self._text(at, "payer_seq") or "P", ""))
        if kind is Kind.RESENT:
            return self._resent(parent, at)
        self._must_be_answered(kind, parent, self._text(at, "status"))
        if kind is Kind.ANEW:
            return self._anew(parent, at)
        found = self._rows_of(parent, is_image=kind is Kind.NEXT_PAYER)
        if kind is Kind.NEXT_PAYER:
            self._must_stand_as_sent(found, parent)
            again = self._next_payer(parent, at)
        else:
            again = self._of_same_payer(kind, parent, at)
        return replace(found, again=again)

    def _must_not_go_twice(self, kind: Kind, parent: str, later: str) -> None:
        """Refuse a second claim about one while the first lies in a batch, or is out to the next payer."""
        named = (self._claims[name] == parent for name in ("parent_claim_id", "replaces_claim_id"))
        own = np.logical_or(*(column.to_numpy(dtype=bool, na_value=False) for column in named))
        for at in np.flatnonzero(own).tolist():
            claim, status, batch = (self._text(at, n) for n in ("claim_id", "status", "batch_id"))
            if status == State.BATCHED:
                raise Refused(
                    f"Claim {parent} is followed by {claim} already, which lies in batch {batch}: say"
                    " `sent` when it went out, or take it back by `unbatch`."
                )
            is_out = status not in NOT_OUT and status not in GONE
            if kind is Kind.NEXT_PAYER and is_out and self._text(at, "payer_seq") == later:
                raise Refused(
                    f"Claim {parent} is with the next payer already, as {claim} ({status}): go on from that."
                )

    @staticmethod
    def _must_be_answered(kind: Kind, parent: str, status: str) -> None:
        if status in _MAY[kind]:
            return
        if status == "REJECTED":
            raise Refused(
                f"Claim {parent} was rejected before the payer judged it: mend its rows, then send it as a"
                " new claim (resend)."
            )
        states, now = ", ".join(sorted(_MAY[kind])), status or "nowhere"
        raise Refused(f"Claim {parent} is {now}: {_WORDS[kind]} only while it is one of {states}.")

    def _resent(self, claim_id: str, at: int) -> Draft:
        """Return a rejected claim as it goes out again; mended ones that were in no batch yet count, too."""
        if not rejected(self._records)[at]:
            now = self._text(at, "status") or "nowhere"
            raise Refused(f"Claim {claim_id} is {now}: only a claim that was rejected is sent again.")
        sequence, parent = self._text(at, "payer_seq") or "P", self._text(at, "parent_claim_id")
        frequency = self._text(at, "frequency") or "1"
        if sequence in _NEXT.values() and frequency == "1":
            found = self._rows_of(parent, is_image=True)
            self._must_stand_as_sent(found, parent)
            again = self._next_payer(parent, self._at(parent), claim_id)
        else:
            found = self._rows_of(parent if frequency == _VOID else claim_id, is_image=False)
            kind = {"7": Kind.CORRECTED, _VOID: Kind.VOID}.get(frequency, Kind.NEW)
            reference = self._text(at, "original_ref_no")
            again = Again(kind, parent, claim_id, frequency, sequence, reference)
        again = replace(again, resent=claim_id, replaces=self._text(at, "replaces_claim_id"))
        if frequency == "1" and self._lines.shared(Bills).rule("new_pcn_on_resubmit")[at] in ("Y", "YES"):
            is_first = again.kind is Kind.NEW
            number = "" if is_first else self._number(sequence, parent)
            again = replace(
                again, claim_id=number, replaces=claim_id, parent=claim_id if is_first else parent
            )
        return replace(found, again=again)

    def _anew(self, claim_id: str, at: int) -> Draft:
        """Return a judged claim as a new one; of one to a later payer, with what the first one has said."""
        if why := why_not_anew(Desk(self._records, self._lines.as_of.date()), claim_id):
            raise Refused(why)
        sequence = self._text(at, "payer_seq") or "P"
        if sequence in _NEXT.values():
            first = self._text(at, "parent_claim_id")
            found = self._rows_of(first, is_image=True)
            self._must_stand_as_sent(found, first)
            return replace(found, again=replace(self._next_payer(first, self._at(first)), replaces=claim_id))
        again = Again(Kind.ANEW, claim_id, "", sequence=sequence, replaces=claim_id)
        return replace(self._rows_of(claim_id, is_image=False), again=again)

    def _rows_of(self, parent: str, *, is_image: bool) -> Draft:
        lines = self._lines
        chosen = np.flatnonzero((lines["claim_id"] == parent).to_numpy(dtype=bool, na_value=False))
        if not len(chosen):
            raise Refused(f"No line of Visits is on claim {parent}.")
        if is_image and (different := set(chosen.tolist()) & changed(lines).keys()):
            rows = ", ".join(str(lines.sheet.rows[i]) for i in sorted(different))
            raise Refused(
                f"Claim {parent}: row {rows} of Visits is no longer as it was sent. "
                "Undo the change, or send a corrected claim first."
            )
        found = drafts(lines, chosen, one_claim_per_dos=False)
        if len(found) != 1:
            raise Refused(
                f"The rows of claim {parent} no longer fit on one claim (patient, plan, therapist, order, "
                "approval, place and year must be the same)."
            )
        return found[0]

    def _must_stand_as_sent(self, found: Draft, parent: str) -> None:
        """Refuse lines in another order than they were sent in: the payer's answer goes by their numbers."""
        sheet = self._records["claim_lines"]
        own = np.flatnonzero((sheet["claim_id"] == parent).to_numpy(dtype=bool, na_value=False)).tolist()
        sent = sorted(
            (sheet["line_no"].iloc[i], sheet["visit_id"].iloc[i], sheet["code"].iloc[i]) for i in own
        )
        if [(n, row["visit_id"], row["code"]) for n, row in enumerate(found.rows, 1)] != sent:
            raise Refused(f"The lines of claim {parent} on sheet Visits are not those on sheet ClaimLines.")

    def _of_same_payer(self, kind: Kind, parent: str, at: int) -> Again:
        reference = self._text(at, "icn") or self._text(at, "original_ref_no")
        frequency, word = ("7", "corrected") if kind is Kind.CORRECTED else ("8", "void")
        if not reference:
            raise Refused(
                f"Claim {parent} has no claim number of the payer: a {word} claim must name it. "
                "Post the payer's answer first."
            )
        sequence = self._text(at, "payer_seq") or "P"
        number = self._number(kind.value, parent)
        return Again(kind, parent, number, frequency, sequence, reference, replaces=parent)

    def _next_payer(self, parent: str, at: int, number: str = "") -> Again:
        before = self._text(at, "payer_seq") or "P"
        if before not in _NEXT:
            raise Refused(f"Claim {parent} was already for the third payer; there is no next one.")
        coverage, payer = self._plan(parent, at, _NEXT[before])
        answer = answered(self._records, parent)
        if answer is None:
            raise Refused(f"Nothing was posted for claim {parent}: the next payer must see what was paid.")
        sequence = _NEXT[before]
        return Again(
            Kind.NEXT_PAYER,
            parent,
            number or self._number(sequence, parent),
            sequence=sequence,
            coverage=coverage,
            payer=payer,
            other_payers=(self._first_payer(at, before, answer),),
        )

    def _plan(self, parent: str, at: int, priority: str) -> tuple[int, int]:
        """Return where the plan of the next payer and that payer stand."""
        sheet, day = self._records["coverage"], self._claims["dos_from"].iloc[at]
        starts, ends = sheet["effective_from"], sheet["effective_to"]
        fits = (
            (sheet["patient_id"] == self._text(at, "patient_id"))
            & (sheet["priority"] == priority)
            & (starts.isna() | (starts <= day))
            & (ends.isna() | (ends >= day))
        )
        found = np.flatnonzero(fits.to_numpy(dtype=bool, na_value=False)).tolist()
        if len(found) != 1:
            many = f"{len(found)} plans" if found else "no plan"
            raise Refused(
                f"Claim {parent}: the patient has {many} of priority {priority} on sheet Coverage for that "
                "day; one is needed to send it on."
            )
        payer = self._records.index("payers", "payer_id").get(sheet["payer_id"].iloc[found[0]])
        if payer is None:
            raise Refused(f"Claim {parent}: the payer of the next plan is not on sheet Payers.")
        return found[0], payer

    def _first_payer(self, at: int, sequence: str, answer: Answered) -> OtherPayer:
        records = self._records
        plan = records.index("coverage", "coverage_id").get(self._text(at, "coverage_id"), -1)
        payer = records.index("payers", "payer_id").get(self._text(at, "payer_id"), -1)
        patient = records.index("patients", "patient_id").get(self._text(at, "patient_id"), -1)
        if min(plan, payer, patient) < 0:
            raise Refused(f"The plan, payer or patient of claim {self._text(at, 'claim_id')} is missing.")
        return replace(
            Parties(records).other_payer(plan, patient),
            sequence=sequence,
            insurance_type="",
            paid=answer.paid,
            claim_number=answer.number or self._text(at, "icn"),
            adjustments=answer.adjustments,
            answers=answer.lines,
        )

    def _number(self, suffix: str, parent: str) -> str:
        """Return a number that was never used: the first claim's with R1, V1 or S behind it."""
        root = _SUFFIX.sub("", parent)
        plain = suffix in _NEXT.values()
        for n in range(1, 100):
            number = root + suffix + ("" if plain and n == 1 else str(n))
            if number not in self._used:
                self._used.add(number)
                return number
        raise Refused(f"Claim {root} has been sent again a hundred times; that cannot be meant.")

    def _at(self, claim_id: str) -> int:
        at = self._records.index("claims", "claim_id").get(claim_id)
        if at is None:
            raise Refused(f"There is no claim {claim_id} on sheet Claims.")
        return at

    def _text(self, at: int, column: str) -> str:
        value = self._claims[column].iloc[at]
        return "" if value is None or pd.isna(value) else str(value)


def rejected(records: Records) -> Mask:
    """Return which claims wait to be sent again: rejected, or so once and taken out of their new batch."""
    return rejected_among(records["claims"])


def rejected_among(claims: Claims) -> Mask:
    """Return the same of claims as they stand, or stood on a past day."""
    status = claims["status"]
    again = (status == State.READY) & claims["batch_id"].isna() & (claims["rejections"].fillna(0) > 0)
    return np.asarray((status == State.REJECTED) | again, dtype=bool)

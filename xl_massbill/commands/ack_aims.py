"""Which claims a saying is about: of a file by its numbers, of a set by the file that was kept.

Source: handbook §8.1 (ISA13), §8.2 (GS06, ST02), §8.3 (BHT03, CLM01); §7.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xl_massbill.book.folder import Folder
from xl_massbill.claims.batches import claims_in
from xl_massbill.commands.whence import Sent, SentFile, Where, first_row, where
from xl_massbill.practice import Records
from xl_massbill.remits.verdicts import Saying, Verdict

_NUMBER = re.compile(r"[A-Za-z]{0,4}[0-9][A-Za-z0-9-]{0,18}")
"""What looks like a claim number and not like a name."""

TO_BE_MENDED = (Verdict.REJECTED, Verdict.ASKED, Verdict.UNCLEAR)
"""Verdicts for which somebody will want to look at the rows."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A saying with what it is about: a batch of ours, its claims (that which caused it first), the cell."""

    saying: Saying
    batch_id: str
    claims: tuple[str, ...]
    cause: str = ""
    place: Where | None = None
    unknown: str = ""
    """Why it is about nothing of ours."""


class Aims:
    """Finds what sayings are about in one workbook; the files of batches are opened once."""

    def __init__(self, records: Records, folder: Folder | None) -> None:
        self._records, self._folder = records, folder
        self._files: dict[str, SentFile] = {}

    def of(self, saying: Saying) -> Aim:
        """Return what a saying is about."""
        if saying.group or saying.interchange or saying.batch:
            return self._of_file(saying)
        return self._of_claim(saying)

    def _of_claim(self, saying: Saying) -> Aim:
        claim = saying.claim_id
        at = self._records.index("claims", "claim_id").get(claim)
        if at is None:
            return Aim(
                saying, "", (), unknown=f"{shown(claim)} (segment {saying.segment}) is not on sheet Claims"
            )
        batch = str(self._records["claims"]["batch_id"].iloc[at] or "")
        if saying.verdict not in TO_BE_MENDED:
            return Aim(saying, batch, (claim,), claim)
        place = where(self._records, claim, saying.spot) if saying.spot else None
        return Aim(saying, batch, (claim,), claim, place or first_row(self._records, claim))

    def _of_file(self, saying: Saying) -> Aim:
        batch = self._batch(saying)
        if not batch:
            what = {"isa13": saying.interchange, "gs06": saying.group, "bht03": saying.batch}
            names = {"isa13": "interchange", "gs06": "group", "bht03": "reference"}
            told = next(f"{names[name]} {number}" for name, number in what.items() if number)
            if asked := self._questions(saying):
                return Aim(saying, "", (), unknown=asked)
            return Aim(
                saying, "", (), unknown=f"no batch has {told if len(told) < 40 else 'the number it names'}"
            )
        claims = claims_in(self._records, batch)
        if saying.set_number:
            claims = self._of_set(batch, saying.set_number, claims)
        cause, sent = self._cause(saying, batch)
        if cause and cause in claims:
            claims = [cause, *(claim for claim in claims if claim != cause)]
            place = where(self._records, cause, saying.spot, sent) if saying.spot else None
            return Aim(saying, batch, tuple(claims), cause, place or first_row(self._records, cause))
        return Aim(saying, batch, tuple(claims))

    def _batch(self, saying: Saying) -> str:
        sheet = self._records["batches"]
        wanted = {"isa13": saying.interchange, "gs06": saying.group, "bht03": saying.batch}
        for name, number in wanted.items():
            if not number:
                continue
            for batch, of in zip(sheet["batch_id"], sheet[name], strict=True):
                if of and str(of).lstrip("0") == number.lstrip("0"):
                    return str(batch)
        return ""

    def _questions(self, saying: Saying) -> str:
        """Return what an answer about a file of questions about benefits says, "" if it is about none."""
        wanted = (saying.interchange or saying.group).lstrip("0")
        sheet = self._records["benefit_checks"]
        pairs = zip(sheet["isa13"], sheet["reference"], strict=True)
        found = next((str(ref) for isa, ref in pairs if wanted and isa and isa.lstrip("0") == wanted), "")
        if not found:
            return ""
        then = ": ask anew with ask-benefits --all" if saying.verdict is Verdict.REJECTED else ""
        return f"The questions about benefits {found} are {saying.verdict.lower()}{then}"

    def _of_set(self, batch: str, number: str, claims: list[str]) -> list[str]:
        """Return the claims of a set; without its file, all of the batch if it had but one set."""
        told = self._file(batch).claims_of(number)
        if told:
            return [claim for claim in told if claim in set(claims)]
        at = self._records.index("batches", "batch_id")[batch]
        first = str(self._records["batches"]["st02_first"].iloc[at] or "")
        return claims if first.lstrip("0") == number.lstrip("0") else []

    def _cause(self, saying: Saying, batch: str) -> tuple[str, Sent | None]:
        """Return the claim whose segment it was: as the receiver names it, else as our file says."""
        spot = saying.spot
        sent = self._file(batch).at(saying.set_number, spot.position) if spot and spot.position else None
        return saying.claim_id or (sent.claim_id if sent else ""), sent

    def _file(self, batch: str) -> SentFile:
        if batch not in self._files:
            at = self._records.index("batches", "batch_id")[batch]
            sha256 = str(self._records["batches"]["file_hash"].iloc[at] or "")
            self._files[batch] = SentFile(self._folder, sha256)
        return self._files[batch]


def shown(claim: str) -> str:
    """Return a claim number as it may be shown: other programs put names into it.

    >>> shown("CR26-000101"), shown("OKAFOR SAMUEL"), shown("")
    ('Claim CR26-000101', 'A claim with a number of another kind', 'A claim without a number')
    """
    if not claim:
        return "A claim without a number"
    return f"Claim {claim}" if _NUMBER.fullmatch(claim) else "A claim with a number of another kind"

"""Looks into any file of professional claims (837P) and says what a payer would refuse, before it is sent.

Source: handbook §7.2-7.7, §7.11.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xl_massbill.book.finding import Severity
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.x837p.lint import Finding, Lint, classes


@dataclass(slots=True)
class Linted:
    """A run over one file; the counts are right once every finding has been taken from `findings`."""

    path: Path
    run: Lint
    counts: Counter[Severity] = field(default_factory=Counter)

    def findings(self) -> Iterator[Finding]:
        """Yield the findings as they are seen.

        Raises:
            Unreadable: the file is not there, or is no X12 file.
        """
        try:
            for one in self.run:
                self.counts[one.severity] += 1
                yield one
        except OSError as stop:
            raise Unreadable(f"{self.path.name} cannot be read: {stop.strerror}.") from None

    @property
    def is_fine(self) -> bool:
        """Return whether no error was found."""
        return not self.counts[Severity.ERROR]

    def sentence(self) -> str:
        """Return what was found, in one sentence."""
        errors, warnings = self.counts[Severity.ERROR], self.counts[Severity.WARNING]
        what = f"{counted(self.run.claims, 'claim')} in {counted(self.run.segments, 'segment')}"
        if not errors and not warnings:
            return f"Nothing is wrong in {what}."
        found = f"{counted(errors, 'error')} and {counted(warnings, 'warning')}"
        return f"{found} in {what}." + (" Do not send this file." if errors else "")

    def as_json(self) -> dict[str, object]:
        """Return all findings, taking them from the file, and the counts."""
        found = [one.as_json() for one in self.findings()]
        return {
            "file": self.path.name,
            "claims": self.run.claims,
            "segments": self.run.segments,
            "errors": self.counts[Severity.ERROR],
            "warnings": self.counts[Severity.WARNING],
            "findings": found,
        }


def lint(path: Path, today: date | None = None, as_errors: Collection[str] = ()) -> Linted:
    """Begin to lint a file; Refused if a class of defects is asked for that does not exist."""
    if unknown := sorted(set(as_errors) - set(classes())):
        raise Refused(f"There is no class of defects {', '.join(unknown)}.")
    day = today.isoformat().replace("-", "") if today else ""
    return Linted(path, Lint(path, day, as_errors))


def line(one: Finding) -> str:
    """Return a finding as a line of text.

    >>> line(Finding("L-LX", Severity.ERROR, 30, 28, "2400", "LX01", "A-1", "The line is wrong."))
    'ERROR   segment 30, claim A-1, 2400 LX01 (L-LX): The line is wrong.'
    """
    claim = f", claim {one.claim_id}" if one.claim_id else ""
    place = f", {one.place}" if one.place else ""
    return f"{one.severity.value.upper():8}segment {one.segment}{claim}{place} ({one.id}): {one.message}"

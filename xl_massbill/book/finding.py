"""One thing that is wrong, or worth a look, with its place and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xl_massbill.book.place import Place


class Severity(StrEnum):
    """How much a finding matters (handbook §6)."""

    ERROR = "error"
    """Blocks the export of the claim."""
    WARNING = "warning"
    """Export only after someone has acknowledged it with a reason."""
    INFO = "info"
    """Nothing to do."""

    @property
    def rank(self) -> int:
        """Return 2 for an error, 1 for a warning, 0 for information."""
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found; identity is (rule, key, field), so that a re-run updates it.

    `key` is the key of the table row ("V0001-1" for a visit line). `found` and `message` never hold
    names, birth dates or member ids; private columns are masked before they get here.
    """

    rule: str
    severity: Severity
    place: Place
    key: str
    field: str
    found: str
    expected: str
    message: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what makes this finding the same one in the next run."""
        return self.rule, self.key, self.field

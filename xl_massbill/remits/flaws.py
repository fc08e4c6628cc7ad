"""What is wrong in a payer's file, told as findings: reading goes on, and nothing else ever gets out.

Grave is only what may have lost something: a file that is cut short or damaged. Counts that disagree, a date
that is none and a segment without its name are told, and the rest is read.

Source: DESIGN §1 (findings are values).
"""

from __future__ import annotations

from xl_massbill.book.finding import Finding, Severity
from xl_massbill.book.place import Place

UNREADABLE = "UNREADABLE"
ENVELOPE = "ENVELOPE"
VALUE = "VALUE"
EXPECTED = {
    UNREADABLE: "a whole X12 file",
    ENVELOPE: "counts and numbers that agree",
    VALUE: "a value that can be read",
}


def flaw(rule: str, source: str, segment: int, field: str, message: str) -> Finding:
    """Return a finding about a segment of a file; `message` never holds what a person is known by."""
    severity = Severity.ERROR if rule == UNREADABLE else Severity.WARNING
    place = Place(source, segment, field)
    return Finding(rule, severity, place, f"{source}:{segment}", field, "", EXPECTED[rule], message)


def is_cut(findings: list[Finding]) -> bool:
    """Return whether something of the file may be lost."""
    return any(finding.rule == UNREADABLE for finding in findings)

"""DOC-008: the regions in the note are not those of the visit's lines.

Why: diagnosis, region and note must tell one story; a shoulder on the claim and a neck in the note do not.
The lines of a visit are taken together, because a note lists all regions of the session. Where note or a
line lists none, there is nothing to compare.

Source: handbook §6.7. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.groups import answers
from xl_massbill.practice.visit_sets import regions_of
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def regions_differ(lines: Lines) -> Hits:
    """Return the lines of visits that name other regions than their note."""
    noted, treated = lines["note_regions_all"], lines["visit_regions"]
    differ = answers(lambda some, others: regions_of(some) != others, noted, treated, otherwise=False)
    mask = differ.astype(bool)
    return Hits(mask, values={"a": noted, "b": phrases(mask, lambda i: ", ".join(sorted(treated.array[i])))})


RULE = Rule(
    id="DOC-008",
    title="regions of note and lines agree",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7",
    message="Regions in note and line differ ({a} / {b}). Use the note's regions.",
    example="The note lists NECK, the line NECK and SHOULDER_R.",
    on_lines=regions_differ,
    anchor="notes",
    field="regions_all",
)

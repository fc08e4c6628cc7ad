"""DOC-010: the note has too few words to carry what is billed.

Why: "Massage 60 min. Felt better." is the note that auditors show each other. Fewer than forty words can
hardly hold complaint, finding, work and result; fewer than fifteen do not. The therapist may add what is
true as a dated late entry; the program writes nothing. Where the note text is blank, its four parts count.

Source: handbook §6.7, §6.8 (word counts). Certainty: R.
"""

from xl_massbill.practice.groups import numbered, sums
from xl_massbill.rules.phrases import chosen, counted, phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def is_thin(lines: Lines, words: int, error_below: int) -> Hits:
    """Return the lines whose note has fewer than `words` words, an error below `error_below`."""
    has, billable = lines["note_words"], as_mask(lines["is_billable"])
    grave = billable & as_mask(has < error_below)
    mask = grave | (billable & as_mask(has < words))
    units = sums(numbered(lines["visit_id"], within=billable), lines["units"])
    return Hits(
        mask,
        severity=chosen(grave, Severity.ERROR),
        values={
            "n": phrases(mask, lambda i: counted(int(has.array[i]), "word")),
            "u": phrases(mask, lambda i: counted(int(units.array[i]), "unit")),
        },
    )


RULE = Rule(
    id="DOC-010",
    title="enough words in the note",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7, §6.8",
    message=(
        "The note has only {n}; it cannot carry {u}. The therapist should complete it as a dated late entry."
    ),
    example="“Massage 60 min. Felt better.” for four units.",
    on_lines=is_thin,
    anchor="notes",
    field="note_text",
    params={"words": 40, "error_below": 15},
)

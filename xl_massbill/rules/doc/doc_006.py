"""DOC-006: the words for the techniques of a line describe other codes, and none describes the one billed.

Why: a reviewer reads the words, not the number. Only words on the technique map count, and only for codes
that the map has words for; neuromuscular therapy billed as 97112 is DOC-007's matter. The therapist decides
which code fits; the program never chooses.

Source: handbook §6.7, §6.9; S12. Certainty: R.
"""

from xl_massbill.codes import technique
from xl_massbill.practice.note_words import Fit, own_words, says
from xl_massbill.rules.doc.doc_007 import NOT_NMT
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def other_work(lines: Lines) -> Hits:
    """Return the lines none of whose techniques fits the code, although some are known."""
    more, words = own_words(lines), lines["techniques"]
    mask = says(lines, Fit.KNOWN) & says(lines, Fit.ON_MAP) & ~says(lines, Fit.RIGHT)
    mask &= ~(says(lines, Fit.ONLY_NMT) & as_mask(lines["code"] == NOT_NMT))

    def other(i: int) -> str:
        codes = {code for word in words.array[i] for code in technique.codes_of(word, more)}
        return ", ".join(sorted(codes - {technique.NOT_BILLABLE})) or "work without a code of its own"

    return Hits(mask, values={"t": words, "other": phrases(mask, other)})


RULE = Rule(
    id="DOC-006",
    title="techniques fit the code",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7, §6.9; S12",
    message=(
        "The words in the note ({t}) describe {other} rather than {code}. Let the therapist confirm the code."
    ),
    example="The line bills 97140; its techniques are effleurage and petrissage.",
    on_lines=other_work,
    field="techniques",
)

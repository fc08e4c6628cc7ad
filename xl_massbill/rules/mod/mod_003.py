"""MOD-003: a line wears a modifier that the payer, the profession or the work rules out.

Why: a modifier that says what cannot be (another profession's plan of care, a video call) makes the line
deniable, and looks like a false statement. What the payer demands is never forbidden here. 25 beside other
work is MOD-007's matter, GA to GZ outside Original Medicare MOD-010's.

Source: handbook §6.5, §2.2, §1.5 (forbidden_modifier); CMS on ABN modifiers (S31). Certainty: R.
"""

import numpy as np

from xl_massbill.practice.lines import take
from xl_massbill.rules.mod.ruled_out import BY_PAYER, SOMEWHERE, ruled_out
from xl_massbill.rules.mod.worn import picked, slot, together, wearing
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def forbidden(lines: Lines) -> Hits:
    """Return the lines with modifiers that are ruled out, with the reason."""
    nowhere = np.zeros(len(lines), dtype=bool)
    by_payer = lines.rule("forbidden_modifier", where=nowhere)
    codes, at = lines.records["codes"], lines.position("code")  # a code off the list silences nothing here
    found = picked(
        lines,
        ruled_out,
        by_payer,
        lines.rule("required_modifier", where=nowhere),
        lines["code"],
        take(codes["direct_contact"], at),
        take(codes["kind"], at),
        lines["therapist_provider_type"],
        lines["payer_payer_type"],
        within=wearing(lines, SOMEWHERE) | as_mask(by_payer.notna()),
    )
    mask = found.astype(bool)
    why = phrases(mask, lambda i: "; ".join(dict.fromkeys(reason for _, reason in found[i])))
    lines.rule("forbidden_modifier", where=as_mask(why == BY_PAYER))  # an unsure row softens its own only
    return Hits(
        mask,
        values={"m": phrases(mask, lambda i: together(m for m, _ in found[i])), "why": why},
        field=phrases(mask, lambda i: slot(lines, i, found[i][0][0])),
    )


RULE = Rule(
    id="MOD-003",
    title="forbidden modifier",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.2; CMS on ABN modifiers (S31)",
    message="{m} may not be used here: {why}. Remove it.",
    example="A massage therapist's line with modifier AT, which belongs to chiropractors.",
    on_lines=forbidden,
)

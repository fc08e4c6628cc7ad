"""Whether a plan says that the care has ended, in words that mean it.

Source: handbook §6.7 DOC-021.
"""

import re

_END = re.compile(
    r"\bdischarged?\b|"
    r"\bno (?:further|more) (?:treatments?|visits?|sessions?|massages?|care|appointments?|therapy)\b"
)
# Before the word, or right behind it, these say that the end is still to come, is denied, or is another's.
_BEFORE = re.compile(
    r"n't\b|\b(?:no|not|never|without|until|till|unless|if|when|once|after|before|towards?|to|consider\w*|"
    r"anticipat\w*|expect\w*|plann?(?:s|ed|ing)|plan (?:to|for|is|on)|may|might|will|should|would|can|could|"
    r"possib\w*|likely|probabl\w*|near\w*|soon|ready|prepar\w*|postpone\w*|defer\w*|delay\w*|since|"
    r"wound|nasal|ear|eye|fluid|hospital)\b"
)
_BEHIND = re.compile(
    r"^\W*(?:in|after|when|once|if|until|till|unless|next|within|at \d|on \d|by|pending|criteria|planning|"
    r"plan|goals?|planned|upon|not|may|will|possibl\w*|likely|soon|date|instructions?|summary|order\w*|"
    r"without|except|from (?!care\b|treatment\b|massage\b|therapy\b|this\b|our\b|my\b|us\b|here\b)\w+)\b"
)
_GOES_ON = re.compile(r"\bcontinu\w*|\bweekly\b|\bnext visit\b|\btimes? (?:a|per) week\b")


def says_the_end(plan: str) -> bool:
    """Return whether some sentence of a plan ends the care.

    >>> for plan in ("Discharge.", "Goals met; discharged from care", "No further treatment needed"):
    ...     says_the_end(plan)
    True
    True
    True
    >>> for plan in ("No discharge planned", "Discharge in 4 visits", "If goals are met, discharge"):
    ...     says_the_end(plan)
    False
    False
    False
    >>> says_the_end("Discharged from PT"), says_the_end("Discharge. Continue weekly"), says_the_end("Weekly")
    (False, False, False)
    """
    low = plan.lower()
    if not any(map(low.__contains__, ("discharge", "no further", "no more"))):
        return False
    return not _GOES_ON.search(low) and any(map(_ends, re.split(r"[.;!?\n]", low)))


def _ends(sentence: str) -> bool:
    return any(
        not _BEFORE.search(sentence[: found.start()]) and not _BEHIND.search(sentence[found.end() :])
        for found in _END.finditer(sentence)
    )

"""What to do next about a denied line: the actions of its reason, steered by its remarks and by the facts.

Pure: told what the sheets say, it returns the steps that are left in their order, each forbidden one with
why. It decides nothing; a person does.

Source: handbook §9.2 (action codes; column "Then"), §9.1 (MA13, MA130), §8.9 (N142); RARC texts S2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from xl_massbill.claims.denials.deadlines import Deadlines
from xl_massbill.claims.denials.reasons import Meaning
from xl_massbill.claims.denials.rows import Decision, Denial
from xl_massbill.codes.carc import ACTIONS

DECISION_OF = {
    "C7": Decision.CORRECT,
    "NEW": Decision.NEW,
    "REC": Decision.RECORDS,
    "APP": Decision.APPEAL,
    "NXT": Decision.NEXT_PAYER,
    "PAT": Decision.PATIENT,
    "WO": Decision.WRITE_OFF,
}
NO_APPEAL, NEW_CLAIM, NOT_THE_PATIENT = "MA130", "N142", "MA13"
TOO_LATE_TO_FILE, NO_AUTHORISATION = "29", "197"
ADJUSTMENTS = frozenset(("45", "59", "94", "144", "237", "253", "P12", "P23"))
"""Reasons by which a price is cut, as contract or schedule have it: nothing is denied (§8.5)."""
BY_CONTRACT = frozenset(("222", "234", "256", "B15", "P14"))
"""Reasons by which the contract pays nothing at all; 97, 231 and 236 may be wrong, and are fought."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the sheets tell of the claim of a denied line, as far as it changes what to do."""

    today: dt.date
    deadlines: Deadlines = field(default_factory=Deadlines)
    accepted_on: dt.date | None = None
    file_by: dt.date | None = None
    has_authorisation: bool = False
    takes_replacement: bool = True
    """False where the payer wants a new claim instead of a corrected one."""
    appeals: int | None = None
    """How many levels of appeal the payer has, None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The steps that are left, the first one first; `barred` says why others are not, `hints` what to mind.

    `struck` are those of the barred ones that reason or remarks would have asked for.
    """

    steps: tuple[str, ...]
    barred: dict[str, str]
    struck: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return the steps in words, "send a corrected claim, else appeal"."""
        return ", else ".join(ACTIONS[step] for step in self.steps)


def advise(denial: Denial, reason: Meaning, remarks: Sequence[Meaning], known: Known) -> Advice:
    """Return what to do next about a denied line."""
    barred = _barred(denial, reason, known)
    wanted = _in_order(denial, reason, remarks, known)
    steps = [step for step in wanted if step not in barred]
    if not steps:
        steps = ["WO", "CALL"] if wanted else ["CALL"]
    hints = [f"Remark {r.code}: {r.wording}." for r in remarks]
    if reason.mend and reason.mend != "none" and steps[0] in ("C7", "NEW", "REC"):
        hints.append(f"To mend: {reason.mend}.")
    asked = [*wanted, *(action for remark in remarks for action in remark.actions)]
    struck = tuple(step for step in barred if step in asked)
    return Advice(tuple(steps), barred, struck, tuple(hints))


def why_not_appealed(denial: Denial, advice: Advice, level: int = 1) -> str:
    """Return why a line cannot be appealed, "" if it can."""
    if "APP" in advice.barred:
        return advice.barred["APP"]
    if denial.is_appealed and level <= (denial.appeal_level or 1):
        return f"the appeal of {denial.appeal_sent_on} has not been answered yet"
    return ""


def _in_order(denial: Denial, reason: Meaning, remarks: Sequence[Meaning], known: Known) -> list[str]:
    """Return the actions of the reason; those that a remark asks for, too, stand first."""
    asked = [action for remark in remarks for action in remark.actions]
    found = list(dict.fromkeys(reason.actions or asked))
    if {NO_APPEAL, NEW_CLAIM} & set(denial.rarcs) or ("C7" in found and not known.takes_replacement):
        return list(dict.fromkeys(["NEW", *found]))
    if reason.actions and asked:
        found.sort(key=lambda action: action not in asked)
    if "C7" in found and "NEW" in found:  # a denied line was judged: what was judged is corrected
        found.remove("NEW")
    if denial.carc == NO_AUTHORISATION and not known.has_authorisation:
        found.sort(key=lambda action: action == "C7")
    return found


def _barred(denial: Denial, reason: Meaning, known: Known) -> dict[str, str]:
    found: dict[str, str] = {}
    if NEW_CLAIM in denial.rarcs or not known.takes_replacement:
        who = f"remark {NEW_CLAIM}" if NEW_CLAIM in denial.rarcs else "the payer's rule"
        found["C7"] = f"{who} asks for a new claim, not a replacement"
    if NO_APPEAL in denial.rarcs:
        found["C7"] = found["APP"] = f"remark {NO_APPEAL}: there is no right of appeal, a new claim is wanted"
    if why := why_not_the_patient(denial):
        found["PAT"] = why
    if "APP" not in found and (why := _no_appeal(denial, reason, known)):
        found["APP"] = why
    if "C7" not in found and (why := _passed(known, Decision.CORRECT, "corrected claims")):
        found["C7"] = why
    return found


def why_not_the_patient(denial: Denial) -> str:
    """Return why the patient must not be billed for a line, "" if the payer does not forbid it (§8.5, MA13).

    Only group PR is the patient's. OA is neither's and may be billed where no remark forbids it; CO and PI
    never are; a line whose group nobody knows is not billed to anybody.
    """
    if denial.group == "PR":
        return ""
    if not denial.group:
        return "nobody knows the group of this denial"
    if NOT_THE_PATIENT in denial.rarcs:
        return f"remark {NOT_THE_PATIENT}: the patient may be billed for group PR only"
    if denial.group in ("CO", "PI"):
        return f"group {denial.group}: never bill the patient for it"
    return ""


def _no_appeal(denial: Denial, reason: Meaning, known: Known) -> str:
    told = _nothing_to_appeal(denial, reason) or (
        _filed_late(known) if denial.carc == TOO_LATE_TO_FILE else ""
    )
    if told:
        return told
    if known.appeals is not None and known.appeals <= (denial.appeal_level or 0):
        return f"the payer has {known.appeals} level{'' if known.appeals == 1 else 's'} of appeal, all used"
    return _passed(known, Decision.APPEAL, "appeals")


def _nothing_to_appeal(denial: Denial, reason: Meaning) -> str:
    if denial.carc in ADJUSTMENTS:
        return f"{denial.reason} cuts the price as contract or schedule have it: nothing was denied"
    if denial.carc in BY_CONTRACT:
        return f"{denial.reason}: by contract it is not paid ({reason.wording})"
    if reason.category == "PATIENT_SHARE":
        return f"{denial.reason} is the patient's share: nothing was denied"
    return "the payer says that the appeal came too late" if denial.carc == "286" else ""


def _filed_late(known: Known) -> str:
    if known.accepted_on is None:
        return "no acknowledgement (277CA A2) proves that the claim was filed in time"
    if known.file_by and known.accepted_on > known.file_by:
        return f"the payer accepted it on {known.accepted_on}, after the limit of {known.file_by}"
    return ""


def _passed(known: Known, decision: Decision, what: str) -> str:
    last = known.deadlines.of(decision)
    return f"the payer took {what} until {last}" if last and last < known.today else ""

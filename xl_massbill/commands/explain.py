"""One rule in plain words: what it checks, how grave it is, when it is asked, and by whose word.

Source: handbook §6, §0.1 (marks of certainty).
"""

from __future__ import annotations

import inspect
from typing import Any

from xl_massbill.errors import Refused
from xl_massbill.rules.catalogue import module_of, rules
from xl_massbill.rules.rule import Level, Rule

_CERTAINTY = {
    "R": "read in a source",
    "G": "general knowledge of the trade; it can only warn until the office confirms it on sheet Rules",
    "D": "a decision of this program",
}
_WHEN = {
    Level.PREVISIT: "before a booked visit",
    Level.VISIT: "once the visit is documented",
    Level.CLAIM: "before and after a claim goes out",
    Level.POST: "after the payer has answered",
}


def chosen(words: str) -> tuple[Rule, ...]:
    """Return the rules that a list such as "REF-003,AUT" names; raise Refused for an unknown name.

    >>> [r.id for r in chosen("unt-001, ref-003")]
    ['REF-003', 'UNT-001']
    """
    wanted = [word.strip().upper() for word in words.split(",") if word.strip()]
    known = {r.id for r in rules()} | {r.group for r in rules()}
    unknown = [word for word in wanted if word not in known]
    if unknown or not wanted:
        raise Refused(f"There is no rule {', '.join(unknown) or 'named'}. The command `rules` lists them.")
    return tuple(r for r in rules() if r.id in wanted or r.group in wanted)


def rule_named(rule_id: str) -> Rule:
    """Return one rule; raise Refused if there is none of this name."""
    found = chosen(rule_id)
    if len(found) != 1:
        raise Refused(f"{rule_id.upper()} is a group. Name one rule, such as {found[0].id}.")
    return found[0]


def facts(rule: Rule) -> dict[str, Any]:
    """Return what there is to know about a rule, as JSON values."""
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "when": [_WHEN[level] for level in rule.levels],
        "source": rule.source,
        "certainty": f"{rule.certainty}: {_CERTAINTY[rule.certainty]}",
        "message": rule.message,
        "hint": rule.hint,
        "example": rule.example,
        "limits": dict(rule.params),
        "why": inspect.cleandoc(module_of(rule).__doc__ or ""),
    }


def explain(rule: Rule) -> str:
    """Return a rule in words for the terminal."""
    told = facts(rule)
    limits = ", ".join(f"{name} = {value}" for name, value in told["limits"].items())
    rows = [
        ("Severity", told["severity"]),
        ("Asked", "; ".join(told["when"])),
        ("Source", told["source"]),
        ("Certainty", told["certainty"]),
        ("Message", told["message"]),
        ("Hint", told["hint"]),
        ("Example", told["example"]),
        ("Limits", f"{limits} (sheet Rules, column params)" if limits else ""),
    ]
    body = [f"{name + ':':11}{text}" for name, text in rows if text]
    return "\n".join([f"{rule.id}  {rule.title}", *body, "", told["why"]])

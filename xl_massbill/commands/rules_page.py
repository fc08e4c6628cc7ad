"""The catalogue as a page to read: every rule with what it checks, an example, its message and its source."""

from __future__ import annotations

import inspect
import re
from itertools import groupby

from xl_massbill.rules import catalogue
from xl_massbill.rules.rule import Rule

_HEAD = """# Rules

Made by `xl-massbill build`; change the rules, not this page.

**Severity**: an error holds the claim until it is mended, a warning until somebody acknowledges it with a
reason, an info holds nothing. **Certainty**: R was read in the source named, D is a decision of this program,
G is general knowledge of the trade and can only warn until the office confirms it on sheet Rules. Severity
and limits can be changed there. Words in braces stand for the values of the row.

"""
_CERTAINTY = {"R": "read in its source", "D": "our decision", "G": "to be confirmed by the office"}


def page() -> str:
    """Return the catalogue in Markdown."""
    groups = []
    for group, found in groupby(catalogue.rules(), key=lambda rule: rule.group):
        rules = list(found)
        parts = [f"## {group}: {_about(rules[0])} ({len(rules)})", *map(_entry, rules)]
        groups.append("\n\n".join(parts))
    return _HEAD + "\n\n".join([_list(), *groups]) + "\n"


def _list() -> str:
    rows = [
        f"| [{r.id}](#{r.id.lower()}) | {r.severity.value} | {_upper(r.title).replace('|', '/')} |"
        for r in catalogue.rules()
    ]
    return "\n".join(["| rule | severity | checks |", "|---|---|---|", *rows])


def _about(rule: Rule) -> str:
    """Return the first words of the group's own docstring."""
    text = (inspect.getdoc(catalogue.group_of(rule)) or "").splitlines()[0]
    return _upper(re.sub(rf"^{rule.group}:\s*|\s*\(handbook[^)]*\)|\.$", "", text))


def _entry(rule: Rule) -> str:
    limits = ", ".join(f"{name} = {value}" for name, value in rule.params.items())
    facts = [
        f"{rule.severity.value}",
        f"asked at: {', '.join(level.value for level in rule.levels)}",
        f"certainty {rule.certainty} ({_CERTAINTY[rule.certainty]})",
        *([f"limits: {limits}"] if limits else []),
    ]
    parts = [
        f'<a id="{rule.id.lower()}"></a>',
        f"### {rule.id} {_upper(rule.title)}",
        " · ".join(facts),
        why(rule),
        f"Example: {rule.example}",
        f"> {rule.message}" + (f" {rule.hint}" if rule.hint else ""),
        f"Source: {rule.source}",
    ]
    return "\n\n".join(parts)


def why(rule: Rule) -> str:
    """Return what a rule's own docstring says: what is wrong and what it costs, without id and sources."""
    text = inspect.getdoc(catalogue.module_of(rule)) or ""
    paragraphs = [" ".join(p.split()) for p in text.split("\n\n")]
    kept = [p for p in paragraphs if not re.match(r"(Source|Certainty)s?:", p)]
    return _upper(re.sub(rf"^{rule.id}:\s*", "", "\n\n".join(kept)))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]

"""All rules, found by walking the folders: a rule exists because its file exists."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import pandas as pd

import xl_massbill.rules
from xl_massbill.book.finding import Severity
from xl_massbill.practice import Records
from xl_massbill.rules.rule import Rule

GROUPS = (
    "fmt",
    "pat",
    "cov",
    "prv",
    "ref",
    "aut",
    "cod",
    "unt",
    "mod",
    "dx",
    "doc",
    "dup",
    "tfl",
    "pay",
    "mon",
    "clm",
    "rmt",
)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule in the order of the handbook: by group, then by number."""
    found: list[Rule] = []
    for package in pkgutil.iter_modules(xl_massbill.rules.__path__):
        if package.ispkg:
            parent = importlib.import_module(f"xl_massbill.rules.{package.name}")
            for module in pkgutil.iter_modules(parent.__path__):
                rule = getattr(importlib.import_module(f"{parent.__name__}.{module.name}"), "RULE", None)
                if isinstance(rule, Rule):
                    found.append(rule)
    return tuple(sorted(found, key=lambda r: (GROUPS.index(r.group.lower()), r.id)))


@cache
def rule(rule_id: str) -> Rule:
    """Return one rule by its id; KeyError if it is not built."""
    return {r.id: r for r in rules()}[rule_id]


def group_of(rule: Rule) -> ModuleType:
    """Return the package that holds the rules of a rule's group."""
    return importlib.import_module(f"{xl_massbill.rules.__name__}.{rule.group.lower()}")


def module_of(rule: Rule) -> ModuleType:
    """Return the module that a rule stands in."""
    return importlib.import_module(f"{group_of(rule).__name__}.{rule.id.lower().replace('-', '_')}")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the office has decided about a rule on the Rules sheet."""

    severity: Severity | None = None
    enabled: bool = True
    confirmed: bool = False
    params: Mapping[str, Any] = field(default_factory=dict)

    def grade(self, rule: Rule, own: Severity | None = None, *, unconfirmed: bool = False) -> Severity:
        """Return how grave a hit is: the office's word, else the hit's own, else the rule's.

        What rests on an unconfirmed rule of certainty G may at most warn (handbook §0.1).
        """
        severity = self.severity or own or rule.severity
        capped = unconfirmed or (rule.downgraded and not self.confirmed)
        return Severity.WARNING if capped and severity is Severity.ERROR else severity


def settings(records: Records) -> dict[str, Setting]:
    """Read the Rules sheet: overrides, parameters (JSON), confirmations, by rule id."""
    sheet = records["rules"]
    rows = zip(
        sheet["rule_id"],
        sheet["severity_override"],
        sheet["enabled"],
        sheet["confirmed_on"],
        sheet["params"],
        strict=True,
    )
    return {
        str(rule_id): Setting(
            severity=_severity(override),
            enabled=bool(enabled) if enabled is not pd.NA and enabled is not None else True,
            confirmed=not pd.isna(confirmed),
            params=_params(params),
        )
        for rule_id, override, enabled, confirmed, params in rows
        if rule_id is not None
    }


def _severity(word: object) -> Severity | None:
    letters = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}
    return None if word is None else letters.get(str(word)[:1].upper())


def _params(text: object) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        found = json.loads(str(text))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

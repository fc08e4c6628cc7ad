"""What makes two visit lines the same service: patient and day, and which modifiers set a line apart.

Source: handbook §2.2 (59, 76, 77, X{EPSU}), §6.10.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.codes.modifier import SEPARATE
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.practice.lines import Lines, derived

APART = frozenset({"59", "76", "77", "XE", "XP", "XS", "XU"})
"""Modifiers that say: a service of its own, although the code stands there twice that day."""


@derived("service_day")
def _service_day(lines: Lines) -> pd.Series[Any]:
    """Return a number for each combination of patient and date of service, missing where one is."""
    groups = numbered(lines["patient_id"], lines["dos"])
    return pd.Series(pd.arrays.IntegerArray(groups, groups < 0))


@derived("modifiers")
def _modifiers(lines: Lines) -> pd.Series[Any]:
    """Return the modifiers of each line in alphabetical order, "" for none, missing where one is unread."""
    names = [f"mod{i}" for i in range(1, 5)]
    slots = [lines[name].fillna("") for name in names]
    same = numbered(*slots)
    words = np.full(len(lines), "", dtype=object)
    for i in np.unique(same, return_index=True)[1].tolist():
        words[i] = " ".join(sorted(slot.iloc[i] for slot in slots if slot.iloc[i]))
    words = words[first_of(same)]
    for name in names:
        unread = lines.unread(name)
        if unread is not None:
            words[unread] = None
    return pd.Series(words, dtype=object)


@derived("same_service")
def _same_service(lines: Lines) -> pd.Series[Any]:
    """Return for each billable line the position of the first one that is the same service.

    The same patient, day, code, modifiers, therapist and units; its own position where none stands before it.
    """
    columns = ("service_day", "code", "modifiers", "therapist_id", "units")
    billable = lines["is_billable"].to_numpy(dtype=bool)
    return pd.Series(first_of(numbered(*(lines[name] for name in columns), within=billable)))


@derived("modifier_set")
def _modifier_set(lines: Lines) -> pd.Series[Any]:
    """Return the modifiers of each line as a category, so that each combination is looked at once."""
    codes, words = pd.factorize(lines["modifiers"])
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(words, dtype=object)))


@derived("is_set_apart")
def _is_set_apart(lines: Lines) -> pd.Series[Any]:
    """Return whether a modifier says that the line is a service of its own."""
    modifiers = lines["modifiers"]
    apart = [text for text in modifiers.unique() if text and APART & set(text.split())]
    return modifiers.isin(apart)


@derived("is_separate")
def _is_separate(lines: Lines) -> pd.Series[Any]:
    """Return whether the line wears 59 or one of XE, XS, XP, XU: a service separate from another one."""
    modifiers = lines["modifiers"]
    apart = [text for text in modifiers.unique() if text and SEPARATE & set(text.split())]
    return modifiers.isin(apart)

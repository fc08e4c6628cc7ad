"""The authorisation must include the code, a diagnosis and the provider of the line.

A number that does not fit what is billed is denied (CARC 284, 296, RARC N54). A list that is blank allows
all. Of the diagnoses a line points to one must be on the list: further ones beside it do no harm. An
approval in the clinic's own NPI covers all its therapists.

Source: handbook §6.4 AUT-004; CARC 284, 296, RARC N54. Certainty: R.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.rules.aut.approved import approved, number
from xl_massbill.rules.beyond import Texts, beyond, not_listed
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity
from xl_massbill.rules.wording import dotted


def not_included(lines: Lines) -> Hits:
    """Find lines whose code, diagnoses or provider the authorisation does not name."""
    by_code = beyond(lines, "auth", "codes_authorised", lines["code"], not_listed) != ""
    pointed = _pointed(lines)
    by_dx = _none_included(lines, pointed)
    by_provider = _other_provider(lines)
    mask = approved(lines) & (by_code | by_dx | by_provider)

    def words(i: int) -> str:
        parts = [f"code {lines['code'].iloc[i]}"] if by_code[i] else []
        parts += [f"diagnosis {dotted(dx.iloc[i])}" for dx in pointed if by_dx[i] and dx.iloc[i] is not None]
        parts += [f"therapist {lines['therapist_id'].iloc[i]}"] if by_provider[i] else []
        return ", ".join(parts)

    field = chosen(by_code, "code", "dx1").where(by_code | by_dx, "therapist_id")
    return Hits(
        mask, values={"no": phrases(mask, partial(number, lines)), "what": phrases(mask, words)}, field=field
    )


def _pointed(lines: Lines) -> list[pd.Series[Any]]:
    """Return the diagnosis that each of the four pointers leads to; none when no list asks for them."""
    if lines.blank("auth_dx_authorised").all():
        return []
    dxs = np.stack([lines[f"dx{n}"].to_numpy(dtype=object) for n in range(1, 13)] + [_blanks(lines)], axis=1)
    pointers = [lines[f"ptr{n}"].to_numpy(dtype=np.int64, na_value=0) for n in range(1, 5)]
    rows = np.arange(len(lines))
    at = [np.where((p >= 1) & (p <= 12), p - 1, 12) for p in pointers if p.any()]
    return [pd.Series(dxs[rows, column], dtype=object) for column in at]


def _blanks(lines: Lines) -> Texts:
    return np.full(len(lines), None, dtype=object)


def _none_included(lines: Lines, pointed: list[pd.Series[Any]]) -> Mask:
    """Return the lines that point to diagnoses of which none is on the list."""
    some, other = np.zeros(len(lines), dtype=bool), np.zeros(len(lines), dtype=bool)
    for dx in pointed:
        outside = beyond(lines, "auth", "dx_authorised", dx, not_listed) != ""
        some |= dx.notna().to_numpy(dtype=bool) & ~outside
        other |= outside
    return np.asarray(other & ~some, dtype=bool)


def _other_provider(lines: Lines) -> Mask:
    out = ~lines.blank("auth_provider_npi_authorised") & ~lines.blank("therapist_npi")
    if out.any():
        named = lines["auth_provider_npi_authorised"]
        out &= np.asarray((named != lines["therapist_npi"]) & (named != lines["practice_npi"]), dtype=bool)
    return out


RULE = Rule(
    id="AUT-004",
    title="Authorised code, diagnosis, provider",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (CARC 284, 296, RARC N54)",
    message="Authorisation {no} does not include {what}. Ask {payer} to amend it or remove the line.",
    example="The authorisation names 97124 only, and the line bills 97140.",
    on_lines=not_included,
    levels=(Level.PREVISIT, Level.VISIT),
)

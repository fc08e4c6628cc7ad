"""Which claims were asked for by name: one by one, or all rejected ones of a batch.

Source: handbook §8.1 (a rejected interchange rejects all its claims), §8.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xl_massbill.claims.again import rejected
from xl_massbill.claims.following import Kind
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

Follow = Sequence[tuple[Kind, str]]
"""Claims that others shall follow, or that go again: how, and the number of the claim or of its batch."""


class Asked(NamedTuple):
    """One claim that another shall follow, or that goes again; whether somebody named it or its batch."""

    kind: Kind
    claim_id: str
    is_asked: bool = True


def expanded(records: Records, follow: Follow) -> list[Asked]:
    """Return the claims asked for, each once, a batch as its rejected ones; raise Refused if it has none."""
    claims, waits, found = records["claims"], rejected(records), dict[str, Asked]()
    for kind, name in follow:
        if kind is not Kind.RESENT or name not in records.index("batches", "batch_id"):
            found[name] = Asked(kind, name)
            continue
        of_batch = [i for i, batch in enumerate(claims["batch_id"]) if batch == name]
        waiting = [str(claims["claim_id"].iloc[i]) for i in of_batch if waits[i]]
        if not waiting:
            raise Refused(f"No claim of batch {name} is rejected.")
        for claim in waiting:
            found.setdefault(claim, Asked(kind, claim, is_asked=False))
    return list(found.values())

"""Ready maps for exports of other programs whose columns are documented in public.

They are a head start, not a promise: programs change their exports. A person sees what each column fills and
agrees before anything is taken in.

Source: `ready.toml` beside this module, where each map says where its columns were found.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from xl_massbill.intake.mapping import Map, MapRow, check, folded
from xl_massbill.intake.targets import Kind


@cache
def ready() -> dict[str, Map]:
    """Return the ready maps by name."""
    text = resources.files(__package__).joinpath("ready.toml").read_text(encoding="utf-8")
    found = {}
    for one in tomllib.loads(text)["map"]:
        rows = tuple(
            MapRow(
                heading,
                target,
                one.get("dates", "") if target in ("DATE", "START", "END") else "",
                {folded(word): meaning for word, meaning in one.get("words", {}).get(target, {}).items()},
            )
            for heading, targets in one["fills"].items()
            for target in targets.split("+")
        )
        made = Map(one["name"], Kind(one["kind"]), rows)
        check(made)
        found[folded(made.name)] = made
    return found

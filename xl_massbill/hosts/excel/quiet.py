"""Excel held still while the program writes, and as it was before, whatever happens.

Source: Excel's VBA reference (ScreenUpdating, Calculation, EnableEvents, StatusBar).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from xl_massbill.hosts.excel.native import without_filling

_STATES = ("screen_updating", "enable_events", "display_alerts", "calculation", "status_bar")
_QUIET = {"screen_updating": False, "enable_events": False, "calculation": "manual"}


@contextmanager
def kept(app: Any) -> Iterator[None]:
    """Put everything back that the program changes about Excel's state, also after an exception."""
    before = {name: getattr(app, name) for name in _STATES}
    try:
        yield
    finally:
        for name, value in before.items():
            # One that cannot be put back must not keep the others from it.
            with suppress(Exception):
                if getattr(app, name) != value:
                    setattr(app, name, value)


@contextmanager
def quiet(app: Any) -> Iterator[None]:
    """Hold back drawing, recalculation and other people's macros."""
    with kept(app):
        for name, value in _QUIET.items():
            setattr(app, name, value)
        with without_filling(app):
            yield

"""What holds for every test: random input without deadlines, since machines are noisy; little to sweep."""

from __future__ import annotations

import gc

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


def pytest_collection_finish() -> None:
    """Take what stays to the end out of the sweeps of the collector: 19,000 tests, and every module imported."""
    gc.collect()
    gc.freeze()

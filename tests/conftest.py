"""What holds for every test: random input without deadlines, since machines are noisy."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

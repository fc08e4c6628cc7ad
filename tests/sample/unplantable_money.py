"""Rules about money, claims and answers of which no slip can be planted, each with the reason: none so far."""

from __future__ import annotations

UNPLANTABLE: dict[str, str] = {}

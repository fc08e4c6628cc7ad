"""The acknowledgements and remittances of the worked cases, byte for byte."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("samples")
SAMPLES = sorted(file.name for file in FOLDER.iterdir())


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()

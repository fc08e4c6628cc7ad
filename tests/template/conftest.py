"""The template, built once."""

from __future__ import annotations

import io

import openpyxl
import pytest

from xl_massbill.template.workbook import build

RULES = [{"rule_id": "REF-003", "severity_default": "error", "enabled": "Y", "params": '{"days": 14}'}]


@pytest.fixture(scope="session")
def package() -> bytes:
    return build(rule_rows=RULES)


@pytest.fixture(scope="session")
def book(package):
    """Return the template as openpyxl reads it back."""
    return openpyxl.load_workbook(io.BytesIO(package))

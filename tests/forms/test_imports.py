"""Forms and X12 run where pandas and pydantic are not installed."""

from __future__ import annotations

import subprocess
import sys

WANTED = (
    "import sys, xl_massbill.forms.x837p; print(sorted({'pandas', 'pydantic', 'numpy'} & set(sys.modules)))"
)


def test_forms_import_neither_pandas_nor_pydantic() -> None:
    run = subprocess.run([sys.executable, "-c", WANTED], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

"""The built wheel under Pyodide, the Python of xlwings Lite: it answers there what it answers here.

Needs `.ci/judges/node_modules/pyodide` and `.ci/judges/wheels`, which .ci/run fetches from the registries: our
wheel, pydantic with its core built for Pyodide, and what pydantic needs. No pandas: Pyodide has its own build,
which is on no registry.
"""

from __future__ import annotations

import json
import runpy
import zipfile

import pytest

from tests.applications.conftest import ROOT, run
from xl_massbill import __version__
from xl_massbill.addin.worksheet import FUNCTIONS

JUDGES = ROOT / ".ci" / "judges"
HERE = ROOT / "tests" / "applications"
WITH_FRAMES = {"MB_REFERRAL", "MB_VISITS_LEFT"}


@pytest.fixture(scope="module")
def wheel():
    (found,) = (JUDGES / "wheels").glob("xl_massbill-*.whl")
    return found


@pytest.fixture(scope="module")
def there(wheel):
    assert wheel.is_file()
    script, work = HERE / "pyodide_run.mjs", HERE / "pyodide_work.py"
    done = run("node", script, JUDGES / "node_modules" / "pyodide", JUDGES / "wheels", ROOT / "tests", work)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_wheel_is_pure_python_and_holds_what_it_reads(wheel):
    assert wheel.name == f"xl_massbill-{__version__}-py3-none-any.whl"
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.endswith((".so", ".pyd", ".dll", ".dylib"))]
    assert "xl_massbill/addin/vba/MassBillFunctions.bas" in names
    assert "xl_massbill/codes/data/icd10cm.bin" in names


def test_pyodide_answers_what_is_answered_here(there):
    here = json.loads(runpy.run_path(str(HERE / "pyodide_work.py"))["told"])
    assert there["platform"] == "emscripten"
    assert there["version"] == __version__
    assert there["answers"] == here["answers"]
    assert there["heavy"] == []


def test_every_function_that_needs_no_frames_ran_there(there):
    assert there["answers"]["functions"].keys() == FUNCTIONS.keys() - WITH_FRAMES


def test_the_837p_files_are_the_golden_ones(there):
    assert all(is_golden for _, is_golden, _ in there["answers"]["837P writer"].values())

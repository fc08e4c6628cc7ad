"""Every command that looks at a workbook answers for one that was just made, and for one with one visit and no practice."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from xl_massbill.cli import app
from xl_massbill.commands.new import new
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

COMMANDS = (
    "check", "check --pre-visit", "age --keep", "age --as-of 2026-01-31",
    "worklist", "kpi", "kpi --by payer", "auths", "clocks", "leaks", "unanswered", "denials", "deposits",
    "underpaid", "statements", "credits", "post-eob", "place", "batches", "export --form 837p --dry-run",
    "preview", "take-benefits --by Kim", "audit",
)  # fmt: skip
REFUSED = {
    "close --month 2026-02": "Sheet Practice is empty",
    "ask-benefits": "Sheet Practice is empty",
    "age --compare 2026-01-31 2026-02-28": "cannot be known",
}
ONE_VISIT = {
    "patients": "patient_id,last_name,first_name\nP0001,Harper,June\n",
    "visits": "visit_id,line,dos,patient_id,code,minutes,status\nV0001,1,2026-01-12,P0001,97124,60,DONE\n",
}


def filling(where, registry):
    return FileWorkbook(where, registry=registry, fill=True)


@pytest.fixture(scope="module", params=[{}, ONE_VISIT], ids=["nothing", "one visit"])
def path(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clinic")
    for name, text in request.param.items():
        (folder / f"{name}.csv").write_text(text)
    new(folder / "clinic.xlsx", folder if request.param else None, filling)
    return folder / "clinic.xlsx"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_workbook_without_work_is_answered(path, command):
    name, *options = command.split()
    done = CliRunner().invoke(app, [name, str(path), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in {0, 1} and done.stdout.strip()


@pytest.mark.parametrize("command", REFUSED)
def test_what_cannot_be_done_is_refused_in_words(path, command):
    before = path.read_bytes()
    name, *options = command.split()
    done = CliRunner().invoke(app, [name, str(path), *options])
    assert isinstance(done.exception, Refused) and REFUSED[command] in str(done.exception)
    assert path.read_bytes() == before

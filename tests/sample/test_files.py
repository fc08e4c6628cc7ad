"""The sample as CSV files: they come back as the same cells, and lead to the same findings."""

from __future__ import annotations

import csv
import datetime as dt

from tests.sample.practice import clean, slipped, workbook
from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.tables import TABLES
from xl_massbill.commands.csv_files import read_folder
from xl_massbill.practice import Records
from xl_massbill.rules.run import check
from xl_massbill.sample import Sample, write_csv

SEEDED = {"codes", "ncci_ptp", "mue", "pos", "carc", "rarc", "state_law", "settings", "rules"}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_file_a_table_with_its_columns(tmp_path):
    paths = write_csv(clean(), tmp_path / "csv")
    assert {path.stem for path in paths} == set(clean().tables)
    for path in paths:
        rows = rows_of(path)
        names = [name for name in TABLES[path.stem].model_fields if name in rows[0]]
        assert list(rows[0]) == names
        assert len(rows) == len(clean().tables[path.stem])


def test_seeded_tables_are_left_to_the_program(tmp_path):
    assert not {path.stem for path in write_csv(slipped(), tmp_path)} & SEEDED


def test_slips_in_seeded_tables_bring_all_rows_of_the_program_along(tmp_path):
    made = slipped(thorough=True)
    changed = {path.stem for path in write_csv(made, tmp_path)} & SEEDED
    assert changed == {"settings", "state_law"}
    for name in changed:
        key = TABLES[name].facts.key
        now, before = made.tables[name], seed_rows(name)
        assert [[row.get(k) for k in key] for row in now] == [[row.get(k) for k in key] for row in before]


def test_cells_are_written_as_people_type_them(tmp_path):
    write_csv(clean(), tmp_path)
    visit = rows_of(tmp_path / "visits.csv")[0]
    assert dt.date.fromisoformat(visit["dos"]) == clean().tables["visits"][0]["dos"]
    assert visit["unit_charge"].endswith(".00")
    assert rows_of(tmp_path / "payers.csv")[0]["active"] == "Y"
    note = rows_of(tmp_path / "notes.csv")[0]
    assert dt.time.fromisoformat(note["start_time"]) == clean().tables["notes"][0]["start_time"]
    assert note["signed_on"].startswith("2026-")
    assert rows_of(tmp_path / "practice.csv")[0]["zip"] == "984021418"


def test_names_of_files_hold_no_person(tmp_path):
    names = {path.name for path in write_csv(slipped(), tmp_path)}
    assert names == {f"{table}.csv" for table in slipped().tables}


def test_what_was_written_is_read_back_and_checked_alike(tmp_path):
    made = slipped(thorough=True)
    write_csv(made, tmp_path)
    given, unknown = read_folder(tmp_path)
    assert unknown == ()
    tables = {
        name: [
            dict(zip(one.columns, cells, strict=True)) for cells in zip(*one.columns.values(), strict=True)
        ]
        for name, one in given.items()
    }
    outcome = check(Records(workbook(tables)), made.as_of)
    findings = {(f.rule, f.severity.value, f.place.source, f.key, f.field) for f in outcome.findings}
    assert findings == {(s.rule, s.severity, s.table, s.key, s.field) for s in made.slips}


def test_an_empty_cell_stays_empty(tmp_path):
    made = Sample(
        {"patients": [{"patient_id": "P1"}, {"patient_id": "P2", "phone": "2535550101"}]},
        dt.date(2026, 1, 2),
        1,
    )
    write_csv(made, tmp_path)
    assert [row["phone"] for row in rows_of(tmp_path / "patients.csv")] == ["", "2535550101"]

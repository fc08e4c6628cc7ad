"""A folder of CSV files to a workbook and back: nothing is lost, nothing is guessed, nothing is overwritten."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from xl_massbill.book.column import Kind
from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import CellError
from xl_massbill.cli import app
from xl_massbill.commands.csv_files import read_folder
from xl_massbill.commands.new import new
from xl_massbill.commands.tables import csv_text, tables
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.memory import MemoryWorkbook


def filling(path, registry):
    return FileWorkbook(path, registry=registry, fill=True)


def folder_of(tmp_path: Path, **files: str | bytes) -> Path:
    folder = tmp_path / "csv"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def made(tmp_path: Path, **files: str | bytes) -> FileWorkbook:
    path = tmp_path / "clinic.xlsx"
    new(path, folder_of(tmp_path, **files), filling)
    return FileWorkbook(path)


def columns(workbook, table):
    """Return the cells of a table by heading."""
    grid = workbook.read(table)
    return {heading: list(cells) for heading, cells in zip(grid.headings, grid.columns, strict=True)}


def test_an_empty_workbook_holds_every_table_and_the_seeds(tmp_path):
    path = tmp_path / "clinic.xlsx"
    sentence = new(path, None, filling)
    book = FileWorkbook(path)
    assert sentence.startswith("clinic.xlsx is ready")
    assert book.tables() == frozenset(TABLES)
    assert columns(book, "codes")["Code"] == [row["code"] for row in seed_rows("codes")]
    assert book.read("visits").height == 1
    assert set(columns(book, "rules")["Enabled"]) == {"Y"}
    assert [p.name for p in tmp_path.iterdir()] == ["clinic.xlsx"], "nothing else is left behind"


def test_cells_become_real_values_and_codes_stay_text(tmp_path):
    book = made(
        tmp_path,
        patients="patient_id,dob,zip,sex\n007,1984-02-17,02108,F\nP2,5/4/1990,981081234,X?\n",
        visits="visit_id,line_no,dos,code,mod1,units,charge,line_start,status\n"
        "V1,1,2026-05-04,97124,59,4,$180.00,9:05,DONE\nV1,2,someday,0420T,,four,-5,1:05 pm,\n",
        coverage="coverage_id,coinsurance_pct,active_on_dos\nC1,20%,Y\n",
        batches="batch_id,created_on,isa13\nB1,2026-05-06 09:30,000000101\n",
    )
    patients, visits = columns(book, "patients"), columns(book, "visits")
    assert patients["Patient"] == ["007", "P2"]
    assert patients["Date of birth"] == [dt.date(1984, 2, 17), dt.date(1990, 5, 4)]
    assert patients["ZIP"] == ["02108", "981081234"]
    assert patients["Sex"] == ["F", "X?"]
    assert patients["Last name"] == [None, None]
    assert visits["Date of service"] == [dt.date(2026, 5, 4), "someday"]
    assert visits["Code"] == ["97124", "0420T"]
    assert visits["Mod 1"] == ["59", None]
    assert visits["Units"] == [4, "four"]
    assert visits["Charge"] == [180, -5]
    assert visits["Line start"] == [dt.time(9, 5), dt.time(13, 5)]
    assert columns(book, "coverage")["Coinsurance"] == [0.2]
    assert columns(book, "coverage")["Active"] == ["Y"]
    assert columns(book, "batches")["Created on"] == [dt.datetime(2026, 5, 6, 9, 30)]
    assert columns(book, "batches")["Interchange no."] == ["000000101"]


def test_a_csv_takes_the_place_of_the_seeds_of_its_table_only(tmp_path):
    book = made(tmp_path, codes="code,short_name\n97124,Massage\n", pos="code\n")
    assert columns(book, "codes")["Code"] == ["97124"]
    assert columns(book, "pos")["Code"] == [None], "a file with headings only empties the table"
    assert len(columns(book, "carc")["Code"]) == len(seed_rows("carc"))


def test_the_clinics_own_columns_come_last_and_other_files_are_named(tmp_path):
    folder = folder_of(
        tmp_path,
        patients="Locker,patient_id,'=Key,Locker,zip,\n12,P1,'=1+1,012,98108,\n13,P2,TRUE,x,98108,\n",
        stuff="a\n1\n",
    )
    (folder / "notes.txt").write_text("not ours")
    sentence = new(tmp_path / "clinic.xlsx", folder, filling)
    grid = FileWorkbook(tmp_path / "clinic.xlsx").read("patients")
    ours = len(TABLES["patients"].fields())
    assert grid.headings[ours:] == ("Locker", "=Key", "Locker2")
    assert [list(c) for c in grid.columns[ours:]] == [[12, 13], ["=1+1", True], ["012", "x"]]
    assert "stuff.csv" in sentence
    assert "notes" not in sentence
    assert "2 rows in 1 table, with 3 columns of your own" in sentence


def test_headings_may_be_titles_in_any_case_and_order(tmp_path):
    book = made(tmp_path, patients="ZIP,Last Name,PATIENT_ID\n98108,Harper,P1\n")
    assert columns(book, "patients")["Patient"] == ["P1"]
    assert columns(book, "patients")["Last name"] == ["Harper"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("patient_id,last_name\nP1,Müller\n".encode("utf-8-sig"), "Müller"),
        ("patient_id,last_name\r\nP1,Müller\r\n".encode("cp1252"), "Müller"),
        ('patient_id,last_name\nP1,"O""Hara,\nJr"\n', 'O"Hara,\nJr'),
    ],
)
def test_encodings_and_quotes(tmp_path, data, name):
    assert columns(made(tmp_path, patients=data), "patients")["Last name"] == [name]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("patient_id,last_name\nP1,A\nP2\n", "patients.csv, row 3"),
        ("patient_id,last_name\nP1,A,B\n", "patients.csv, row 2"),
        ("patient_id,last_name\nP1,A\0B\n", "patients.csv, row 2"),
        ('patient_id,last_name\nP1,"A\n', "patients.csv, row 2"),
        ('patient_id,last_name\nP1,"A"x\n', "patients.csv, row 2"),
        ("patient_id,last_name\nP1," + "x" * 32_768 + "\n", "patients.csv, row 2"),
        ("", "patients.csv: the first row"),
        ("patient_id,\nP1,x\n", "patients.csv: a column with values has no heading"),
        (b"patient_id\n\x81\x8d\n", "patients.csv is neither UTF-8 nor Windows text"),
    ],
)
def test_a_broken_file_is_named_with_its_row_and_nothing_is_made(tmp_path, data, place):
    with pytest.raises(Unreadable) as stop:
        made(tmp_path, patients=data)
    assert place in str(stop.value)
    assert "P1" not in str(stop.value), "no cell is shown"
    assert [p.name for p in tmp_path.iterdir()] == ["csv"]


def test_two_files_for_one_table_and_a_missing_folder(tmp_path):
    folder = folder_of(tmp_path, patients="patient_id\n", Patients="patient_id\n")
    if len(list(folder.iterdir())) == 2:
        with pytest.raises(Unreadable, match="Two files give the table patients"):
            read_folder(folder)
    with pytest.raises(Unreadable, match="no folder"):
        new(tmp_path / "x.xlsx", tmp_path / "nowhere", filling)


def test_an_existing_file_is_never_overwritten(tmp_path):
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(b"precious")
    with pytest.raises(Refused, match="already there"):
        new(path, None, filling)
    assert path.read_bytes() == b"precious"
    with pytest.raises(Refused, match=r"\.xlsx"):
        new(tmp_path / "clinic.xlsm", None, filling)


def test_a_failure_leaves_nothing_behind(tmp_path):
    def failing(path, registry):
        raise Refused("no")

    with pytest.raises(Refused, match="no"):
        new(tmp_path / "deep" / "clinic.xlsx", folder_of(tmp_path, patients="patient_id\nP1\n"), failing)
    assert list((tmp_path / "deep").iterdir()) == []


NASTY = ["=1+1", "+1", "-12.50", "@x", "\tx", "'=1", "''", "0042", 'a"b', "a,b", "a\nb", "a\r\nb", " x ", "ünï ☃ 漢", "#N/A",
         "TRUE", "12", "2026-05-04", "10:00", "_x000D_", "<&>", "x" * 3000]  # fmt: skip
VALUES = {
    Kind.WHOLE: [4, -3, 4.5, 0],
    Kind.MONEY: [45.5, -12.5, 0.1, 1234567.89, 12.345],
    Kind.PERCENT: [0.2, 0.125, 1, 20, 0.0375],
    Kind.DAY: [dt.date(2026, 5, 4), dt.date(1930, 12, 31), dt.datetime(2026, 5, 4, 13, 45)],
    Kind.MOMENT: [dt.datetime(2026, 5, 4, 13, 45), dt.datetime(2026, 5, 4, 23, 59, 58), dt.date(2026, 5, 4)],
    Kind.CLOCK: [dt.time(9, 5), dt.time(23, 59), dt.time(0, 0, 30)],
    Kind.YES_NO: [True, False, "Y", "N"],
}


def nasty(field, height):
    """Return a column of odd cells: values of the kind, texts of all sorts, blanks."""
    cells = [*VALUES.get(field.kind, ["02108", "P1"]), *NASTY, CellError("#DIV/0!"), None]
    return [cells[(i * 7 + len(field.name)) % len(cells)] for i in range(height)]


def test_new_tables_new_tables_loses_nothing(tmp_path):
    """Every kind of column with every odd cell, through real files twice."""
    names = ("visits", "notes", "patients", "coverage", "batches", "findings", "rules")
    first = MemoryWorkbook.of({n: {f.name: nasty(f, 60) for f in TABLES[n].fields()} for n in names})
    tables(first, tmp_path / "1")
    for i in (1, 2):
        new(tmp_path / f"{i}.xlsx", tmp_path / str(i), filling)
        tables(FileWorkbook(tmp_path / f"{i}.xlsx"), tmp_path / str(i + 1))
    for name in names:
        one, two, three = ((tmp_path / str(i) / f"{name}.csv").read_bytes() for i in (1, 2, 3))
        assert one == two == three, name
        was, now = first.read(name), FileWorkbook(tmp_path / "2.xlsx").read(name)
        for position, field in enumerate(TABLES[name].fields()):
            if field.kind in VALUES:
                assert list(map(plain, was.columns[position])) == list(map(plain, now.columns[position])), (
                    field.name
                )


def plain(cell):
    """Return a cell so that 4 and 4.0 are the same, but 1 and TRUE, or #N/A and its text, are not."""
    return (type(cell) if isinstance(cell, (bool, CellError)) else None, cell)


KINDS = [
    f
    for f in TABLES["visits"].fields()
    if f.name in ("visit_id", "line_no", "dos", "charge", "line_start", "techniques")
]
CELLS = {
    Kind.WHOLE: st.integers(-9999, 9999),
    Kind.MONEY: st.integers(-(10**9), 10**9).map(lambda c: c / 100),
    Kind.DAY: st.dates(dt.date(1900, 3, 1), dt.date(2199, 1, 1)),
    Kind.CLOCK: st.times().map(lambda t: t.replace(microsecond=0)),
}
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8
) | st.sampled_from(NASTY)


@st.composite
def sheets(draw):
    height = draw(st.integers(1, 8))
    kinds = {f.name: st.none() | TEXT | CELLS.get(f.kind, TEXT) for f in KINDS}
    found = {name: draw(st.lists(cells, min_size=height, max_size=height)) for name, cells in kinds.items()}
    found["visit_id"] = [cell or "V1" for cell in found["visit_id"]]
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets())
def test_any_cells_come_back_from_csv(tmp_path, cells):
    workbook = MemoryWorkbook.of({"visits": cells})
    text, height = csv_text(TABLES["visits"], workbook.read("visits"))
    found = read_folder(folder_of(tmp_path, visits=text))[0]["visits"]
    assert found.height == height == len(cells["visit_id"])
    for name, column in cells.items():
        assert found.columns[name] == column, name


def test_tables_writes_plain_csv(tmp_path):
    workbook = MemoryWorkbook.of(
        {"patients": {"patient_id": ["P1", None, "P3"], "zip": ["02108", None, 2108.0]}}
    )
    sentence = tables(workbook, tmp_path / "out")
    data = (tmp_path / "out" / "patients.csv").read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode().splitlines()))
    assert [row["patient_id"] for row in rows] == ["P1", "P3"], "blank rows are left out"
    assert [row["zip"] for row in rows] == ["02108", "2108"]
    assert list(rows[0]) == [f.name for f in TABLES["patients"].fields()]
    assert "2 rows" in sentence
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["patients.csv"]


def test_the_command_line(tmp_path):
    folder, path = folder_of(tmp_path, patients="patient_id,zip\nP1,02108\n"), tmp_path / "clinic.xlsx"
    runner = CliRunner()
    done = runner.invoke(app, ["new", str(path), "--from", str(folder)])
    assert (done.exit_code, done.output.strip()) == (0, "clinic.xlsx is ready: 1 row in 1 table.")
    done = runner.invoke(app, ["tables", str(path), "--to", str(tmp_path / "out")])
    assert done.exit_code == 0
    assert (tmp_path / "out" / "patients.csv").read_text().splitlines()[1].startswith("P1,")
    assert sorted(p.stem for p in (tmp_path / "out").iterdir()) == sorted(TABLES)

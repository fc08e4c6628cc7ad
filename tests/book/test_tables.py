"""The tables hold what the handbook lists, in words that fit a sheet, and lead nowhere wrong."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from xl_massbill.book.column import Field, Kind, Need, Owner
from xl_massbill.book.headings import match, plain
from xl_massbill.book.kinds import Bad, Doubt, read_cell
from xl_massbill.book.table import Table
from xl_massbill.book.tables import TABLES, Finding, table

LISTED = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
EACH = [pytest.param(made, id=name) for name, made in TABLES.items()]
COLUMNS = [pytest.param(made, f, id=f"{n}.{f.name}") for n, made in TABLES.items() for f in made.fields()]


def test_every_table_is_listed_and_every_listed_table_is_there() -> None:
    assert set(TABLES) == set(LISTED)


@pytest.mark.parametrize("made", EACH)
def test_the_columns_are_those_of_the_handbook_and_our_own(made: type[Table]) -> None:
    listed = LISTED[made.facts.name]
    handbook, ours = listed["handbook"].split(), listed["ours"].split()
    assert len(handbook) == len(set(handbook))
    assert not set(handbook) & set(ours)
    assert {f.name for f in made.fields()} == {*handbook, *ours}


def test_each_table_stands_in_the_module_of_its_name() -> None:
    for name, made in TABLES.items():
        assert made.__module__ == f"xl_massbill.book.tables.{name}"
        assert table(name) is made


def test_names_of_sheets_are_unique_and_excel_takes_them() -> None:
    names = [made.facts.excel for made in TABLES.values()]
    assert len({n.lower() for n in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,30}", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc]", name), "reads as a cell address"


@pytest.mark.parametrize("made", EACH)
def test_no_heading_can_be_taken_for_another_column(made: type[Table]) -> None:
    titles = [plain(f.column.title) for f in made.fields()]
    assert len(set(titles)) == len(titles)
    for headings in ([f.name for f in made.fields()], [f.column.title for f in made.fields()]):
        found = match(made, headings)
        assert not found.missing
        assert not found.extra
        assert [found.at[f.name] for f in made.fields()] == list(range(len(titles)))


@pytest.mark.parametrize("made", EACH)
def test_another_heading_never_hides_a_column(made: type[Table]) -> None:
    own = {plain(w) for f in made.fields() for w in (f.name, f.column.title)}
    for field in made.fields():
        for word in field.column.also:
            assert plain(word) not in own - {plain(field.name), plain(field.column.title)}
            assert match(made, [word]).at == {field.name: 0}


@pytest.mark.parametrize("made", EACH)
def test_the_key_leads_to_columns_and_rare_ones_stand_last(made: type[Table]) -> None:
    for name in made.facts.key:
        assert not made.field(name).column.rare
    rare = [f.column.rare for f in made.fields()]
    assert rare == sorted(rare)
    assert made.facts.help.endswith(".")
    assert 20 <= len(made.facts.help) <= 200


@pytest.mark.parametrize(("made", "field"), COLUMNS)
def test_a_column_says_what_it_is(made: type[Table], field: Field) -> None:
    column = field.column
    assert 1 <= len(column.title) <= 32
    assert 8 <= len(column.help) <= 200
    assert column.help[-1] in ".?"
    assert "_" not in column.title
    assert (column.need is Need.CONDITIONAL) == bool(column.when)
    if column.owner is Owner.PROGRAM:
        assert column.need is Need.OPTIONAL, "the program fills its own columns"
        assert not column.refers_to
    if column.need is Need.REQUIRED and field.kind not in (Kind.WORDS, Kind.CODES, Kind.DXS):
        assert made.model_fields[field.name].is_required()
    for choice in column.accepts.values():
        assert choice in column.choices
    assert not set(column.accepts) & set(column.choices)


@pytest.mark.parametrize(("made", "field"), COLUMNS)
def test_the_example_reads_as_its_kind(made: type[Table], field: Field) -> None:
    if not field.column.example:
        return
    value = read_cell(field, field.column.example)
    assert not isinstance(value, Bad | Doubt)
    if isinstance(value, str) and field.column.length:
        assert len(value) <= field.column.length
    if field.kind in (Kind.NPI, Kind.PHONE):
        assert re.fullmatch(r"\d{10}", value)
    if field.kind is Kind.ZIP:
        assert re.fullmatch(r"\d{5}|\d{9}", value)
    if field.kind is Kind.CHOICE:
        assert value == field.column.example


@pytest.mark.parametrize(("made", "field"), [p for p in COLUMNS if p.values[1].column.refers_to])
def test_a_reference_leads_to_a_key(made: type[Table], field: Field) -> None:
    target, _, name = field.column.refers_to.partition(".")
    assert name in table(target).facts.key
    assert table(target).field(name).kind is field.kind


def test_people_see_problems_in_every_table_they_type_in() -> None:
    for made in TABLES.values():
        has = any(f.name == "problems" for f in made.fields())
        assert has == (made.facts.owner is Owner.PERSON), made.facts.name
        if has:
            field = made.field("problems")
            assert (field.column.owner, field.column.width, field.column.rare) == (Owner.PROGRAM, 80, False)


@pytest.mark.parametrize(
    ("name", "mine"),
    [
        ("visits", {"billing_status", "claim_id", "problems"}),
        ("referrals", {"first_visit_on", "status", "problems"}),
        ("auths", {"visits_used", "visits_left", "units_used", "units_left", "problems"}),
        ("notes", {"total_timed_minutes", "locked", "hash", "locked_hash", "problems"}),
        ("coverage", {"problems"}),
        ("patients", {"problems"}),
    ],
)
def test_the_program_owns_only_its_own_columns(name: str, mine: set[str]) -> None:
    assert {f.name for f in table(name).owned_by(Owner.PROGRAM)} == mine


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("findings", {"acknowledged_by", "acknowledged_on", "ack_reason", "snoozed_until"}),
        ("rules", {"severity_override", "enabled", "params", "confirmed_by", "confirmed_on"}),
        ("batches", {"transmitted_on"}),
        ("remits", {"deposit_matched_on", "deposit_amount"}),
        ("claims", set()),
        ("audit", set()),
        ("aging", set()),
    ],
)
def test_a_person_owns_only_these_columns_of_the_program_s_tables(name: str, theirs: set[str]) -> None:
    assert table(name).facts.owner is Owner.PROGRAM
    assert {f.name for f in table(name).owned_by(Owner.PERSON)} == theirs


@pytest.mark.parametrize("name", ["patients", "coverage", "referrals"])
def test_personal_columns_are_private(name: str) -> None:
    telling = re.compile(
        r"(first|last|middle|suffix)(_name)?$|^(prov|insured)_(last|first)$|dob$|addr\d$|city$|zip$|phone$|fax$|email$"
        r"|member_id|^claim_number$|_name$|attorney|deceased|responsible"
    )
    for field in table(name).fields():
        if telling.search(field.name):
            assert field.column.private, field.name


def test_note_text_is_private() -> None:
    for name in (
        "subjective",
        "objective",
        "assessment",
        "plan",
        "note_text",
        "home_care",
        "adverse_reaction",
    ):
        assert table("notes").field(name).column.private, name


def test_a_column_called_field_hides_nothing() -> None:
    assert Finding.field("field").name == "field"
    row = Finding(rule_id="FMT-003", row_key="CEDAR", field="tin")
    assert row.field == "tin"
    assert repr(row) == "Finding(FMT-003, CEDAR, tin)"


def test_a_row_shows_its_key_only() -> None:
    facility = table("facilities")(
        facility_id="F01",
        name="Lakeview",
        addr1="900 Lake St",
        city="Renton",
        state="WA",
        zip="980551234",
        pos="31",
    )
    assert repr(facility) == "Facility(F01)"


def test_importing_the_tables_is_quick_and_brings_no_frames_along() -> None:
    code = (
        "import sys; import xl_massbill.book.tables as t; [m.fields() for m in t.TABLES.values()]; "
        "print('pandas' in sys.modules or 'openpyxl' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"

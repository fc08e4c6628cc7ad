"""A new workbook begins with rows that its own sheets would accept, and none of them pretends to be sure."""

from __future__ import annotations

import datetime as dt

import pytest

from xl_massbill.book.column import Need
from xl_massbill.book.kinds import Bad, Doubt, read_cell
from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.tables import TABLES, table
from xl_massbill.codes import carc, ncci, procedure, rarc

COUNTS = {
    "codes": 65,
    "ncci_ptp": 27,
    "mue": 13,
    "pos": 52,
    "carc": 122,
    "rarc": len(rarc.remarks()),
    "state_law": 51,
    "settings": 30,
}
SEEDED = sorted(COUNTS)


def test_only_these_tables_are_seeded():
    assert {name: len(seed_rows(name)) for name in TABLES if seed_rows(name)} == COUNTS


def test_what_belongs_to_a_clinic_begins_empty():
    for name in ("payer_rules", "fees", "dx_link", "payers", "visits", "rules", "icd"):
        assert seed_rows(name) == []
    with pytest.raises(KeyError):
        seed_rows("nonsense")


@pytest.mark.parametrize("name", SEEDED)
def test_every_cell_reads_as_its_column_wants(name):
    made = table(name)
    for row in seed_rows(name):
        for column, cell in row.items():
            value = read_cell(made.field(column), cell)
            assert not isinstance(value, Bad | Doubt), (name, row, column)
            length = made.field(column).column.length
            assert not (length and isinstance(value, str)) or len(value) <= length
        for field in made.fields():
            if field.column.need is Need.REQUIRED:
                assert row.get(field.name) not in (None, ""), (name, row, field.name)
        assert not {"problems", "confirmed_by", "confirmed_on"} & set(row)


@pytest.mark.parametrize("name", SEEDED)
def test_keys_are_unique(name):
    keys = [tuple(row.get(k) for k in table(name).facts.key) for row in seed_rows(name)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", [n for n in SEEDED if n != "settings"])
def test_every_row_says_how_sure_it_is_and_why(name):
    for row in seed_rows(name):
        assert row["certainty"] in ("R", "G", "D")
        assert row["source"]


def test_a_caller_may_change_its_rows():
    seed_rows("pos")[0]["name"] = "changed"
    seed_rows("state_law")[0]["note"] = "changed"
    assert seed_rows("pos")[0]["name"] == "Pharmacy"
    assert "note" not in seed_rows("state_law")[0]


def test_the_rows_say_what_the_lists_say():
    codes = {row["code"]: row for row in seed_rows("codes")}
    assert codes["97124"] | {"note": None, "source": None} == {
        "code": "97124", "short_name": "Massage (stroking, kneading, tapping)", "kind": "TIMED", "minutes_per_unit": 15,
        "direct_contact": "Y", "lmt_default": "Y", "always_therapy": "Y", "needs_description": "N",
        "effective_from": None, "effective_to": None, "version_label": "2026", "note": None, "certainty": "G",
        "source": None,
    }  # fmt: skip
    assert codes["97001"]["effective_to"] == dt.date(2016, 12, 31)
    assert codes["97535"]["always_therapy"] is None, "blank where nothing was read"
    assert len(codes) == len(procedure.every())
    pair = next(r for r in seed_rows("ncci_ptp") if (r["column1"], r["column2"]) == ("97530", "97116"))
    assert pair["effective_from"] == dt.date(2020, 10, 1)
    assert pair["mod_indicator"] == ncci.find("97116", "97530").indicator == "1"
    assert {r["file_version"] for n in ("ncci_ptp", "mue") for r in seed_rows(n)} == {
        "2026Q4 seed, not the CMS file"
    }
    assert {r["mai"] for r in seed_rows("mue")} == {"3"}
    denial = next(r for r in seed_rows("carc") if r["code"] == "197")
    assert (denial["default_action"], denial["usual_rarcs"]) == ("C7, APP", "M62")
    assert denial["prevented_by"] == ", ".join(carc.find("197").prevented_by)


def test_the_states():
    law = {row["state"]: row for row in seed_rows("state_law")}
    assert [s for s, row in law.items() if row["regulates"] != "LICENSE"] == ["CA", "KS", "MN", "VT", "WY"]
    assert (law["CA"]["regulates"], law["VT"]["regulates"], law["MN"]["regulates"]) == ("CERT", "REG", "NONE")
    assert sum(row["regulates"] == "LICENSE" for s, row in law.items() if s != "DC") == 45
    assert [s for s, row in law.items() if row.get("pip_pays_massage") == "N"] == ["FL"]
    assert (law["WA"]["pip_pays_massage"], law["WA"]["wc_pays_massage"]) == ("Y", "Y")
    assert {s for s, row in law.items() if row["certainty"] == "G"} == {
        "OR",
        "NY",
        "TX",
        "NM",
        "CO",
        "HI",
        "DC",
    }
    assert not any("record_retention_years" in row for row in law.values()), "the office fills it"


def test_the_settings():
    begun = {row["key"]: row["value"] for row in seed_rows("settings")}
    assert begun["claim_prefix"] == "CR"
    assert begun["next_claim_number"] is None
    assert begun["next_interchange"] is None
    assert begun["one_claim_per_dos"] == "Y"
    assert begun["attachment_how"] == "BM"
    assert begun["modifier_order"] == "GP,59"
    assert (begun["expected_days"], begun["out_clean_days"]) == (45, 30)
    weights = [value for key, value in begun.items() if key.startswith("worklist_weight")]
    assert sum(weights) == 100
    assert all(len(row["help"]) > 20 for row in seed_rows("settings"))

"""Generated files: they lag behind nothing, and `build` writes what `build --check` misses."""

from __future__ import annotations

import io
import zipfile

import pytest

from xl_massbill.book.tables import TABLES
from xl_massbill.commands.build import GENERATED, ROOT, Generated, build, parts_of
from xl_massbill.errors import Refused
from xl_massbill.template.workbook import build as build_workbook


def test_nothing_generated_lags():
    assert build(only_check=True) == [], "run: xl-massbill build"


def test_the_template_is_among_them_and_there():
    assert "workbook_templates/massbill.xlsx" in [one.path for one in GENERATED]
    assert "xl/workbook.xml" in parts_of((ROOT / "workbook_templates" / "massbill.xlsx").read_bytes())


@pytest.fixture
def root(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


def test_build_writes_and_check_only_looks(root):
    generated = (Generated("deep/made.txt", lambda _: b"new"), Generated("none.txt", lambda _: None))
    assert build(only_check=True, root=root, generated=generated) == ["deep/made.txt"]
    assert not (root / "deep").exists()
    assert build(only_check=False, root=root, generated=generated) == []
    assert (root / "deep" / "made.txt").read_bytes() == b"new"
    assert not (root / "none.txt").exists()
    assert build(only_check=True, root=root, generated=generated) == []


def test_a_workbook_packed_otherwise_does_not_lag(root):
    package, packed = build_workbook(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, data in parts_of(package).items():
            file.writestr(name, data)
    (root / "book.xlsx").write_bytes(packed.getvalue())
    one = Generated("book.xlsx", lambda _: package, parts_of)
    assert build(only_check=True, root=root, generated=(one,)) == []


def test_the_readme_keeps_what_stands_around_the_tables(root):
    readme = root / "README.md"
    readme.write_text("# Title\n<!-- tables -->\nSTALE\n<!-- /tables -->\nend\n")
    only = tuple(one for one in GENERATED if one.path == "README.md")
    assert build(only_check=True, root=root, generated=only) == ["README.md"]
    build(only_check=False, root=root, generated=only)
    text = readme.read_text()
    assert text.startswith("# Title\n<!-- tables -->\n| sheet |")
    assert text.endswith("<!-- /tables -->\nend\n")
    assert "STALE" not in text
    assert all(f"| {table.facts.excel} | {table.facts.name}.csv |" in text for table in TABLES.values())
    readme.write_text("# Title\n")
    assert build(only_check=True, root=root, generated=only) == [], "without the marks nothing is generated"


def test_the_readme_draws_the_life_of_a_claim(root):
    readme = root / "README.md"
    readme.write_text(
        "a\n<!-- life cycle -->\nSTALE\n<!-- /life cycle -->\nb\n<!-- tables -->\n<!-- /tables -->\n"
    )
    only = tuple(one for one in GENERATED if one.path == "README.md")
    assert build(only_check=True, root=root, generated=only) == ["README.md"]
    build(only_check=False, root=root, generated=only)
    text = readme.read_text()
    assert text.startswith("a\n<!-- life cycle -->\n| from | what happens | to |")
    assert "| READY | put into a batch | BATCHED |" in text
    assert "STALE" not in text
    assert "<!-- tables -->\n| sheet |" in text
    readme.write_text(text.replace("BATCHED", "POSTED", 1))
    assert build(only_check=True, root=root, generated=only) == ["README.md"], "a drawing by hand shows"


def test_our_readme_has_the_drawing():
    assert "<!-- life cycle -->\n| from |" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_without_a_source_tree_it_is_refused(tmp_path):
    with pytest.raises(Refused, match="clone"):
        build(only_check=False, root=tmp_path)

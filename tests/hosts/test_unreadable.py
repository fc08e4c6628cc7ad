"""Files that are no workbooks, damaged ones, and such that are made to harm."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hosts.rich import SESSIONS, Parts, rich
from tests.hosts.tables import REGISTRY
from xl_massbill.errors import NoTable, Refused, Unreadable
from xl_massbill.hosts import package as package_module
from xl_massbill.hosts.file import FileWorkbook

GOOD = rich().packed()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


def opened(tmp_path: Path, data: bytes) -> FileWorkbook:
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(data)
    return FileWorkbook(path, registry=REGISTRY)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an Excel workbook"),
        (b"visit,day\n1,2\n", "not an Excel workbook"),
        (b"PK", "damaged or cut short"),
        (GOOD[:-30], "damaged or cut short"),
        (GOOD[: len(GOOD) // 2], "damaged or cut short"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), r"old Excel 97-2003 kind"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "not an Excel workbook"),
        (zipped(), "not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_said_in_one_sentence(tmp_path, data, words):
    with pytest.raises(Unreadable, match=words):
        opened(tmp_path, data)


def test_the_binary_kind_is_named(tmp_path):
    parts = rich()
    parts.edit("_rels/.rels", "xl/workbook.xml", "xl/workbook.bin")
    parts["xl/workbook.bin"] = b"\0"
    with pytest.raises(Unreadable, match=r"kind \.xlsx or \.xlsm"):
        opened(tmp_path, parts.packed())


@pytest.mark.parametrize(
    "name",
    ["xl/workbook.xml", "xl/tables/table1.xml", SESSIONS, "xl/theme/theme1.xml", "xl/sharedStrings.xml"],
)
@pytest.mark.parametrize("filler", [b"", b"<!-- " + b"x" * 5000 + b" -->"])
def test_a_document_type_is_refused_in_any_part(tmp_path, name, filler):
    parts = rich()
    start = parts[name].index(b"?>") + 2
    parts[name] = parts[name][:start] + filler + DOCTYPE + parts[name][start:]
    if filler and name == "xl/theme/theme1.xml":
        pytest.skip("nobody parses this part here, and its beginning shows nothing")
    with pytest.raises(Unreadable, match="document type"):
        opened(tmp_path, parts.packed()).read("sessions")


def test_a_bomb_is_not_unpacked(tmp_path):
    """A part may say that it is small, and unpack to more."""
    parts = rich()
    parts["xl/tables/table1.xml"] = b"<table>" + b" " * 30_000_000 + b"</table>"
    data = parts.packed()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo("xl/tables/table1.xml")
    lied = data.replace(struct.pack("<L", info.file_size), struct.pack("<L", 1000))
    with pytest.raises(Unreadable, match="damaged"):
        opened(tmp_path, lied)


@pytest.mark.parametrize(("limit", "value"), [("MOST_BYTES", 40_000), ("MOST_PARTS", 20)])
def test_a_workbook_beyond_all_measure_is_refused(tmp_path, monkeypatch, limit, value):
    monkeypatch.setattr(package_module, limit, value)
    with pytest.raises(Unreadable, match="larger than this program can handle"):
        opened(tmp_path, GOOD)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/WorkBook.xml"])
def test_two_parts_with_one_name_are_refused(tmp_path, name):
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, b"<workbook/>")
    with pytest.raises(Unreadable, match="two parts with one name"):
        opened(tmp_path, out.getvalue())


def test_a_part_locked_with_a_password_is_refused(tmp_path):
    data = bytearray(GOOD)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(Unreadable, match="password"):
        opened(tmp_path, bytes(data))


def test_a_wrong_checksum_is_noticed(tmp_path):
    data = rich().packed(stored=True)
    with pytest.raises(Unreadable, match="damaged"):
        opened(tmp_path, data.replace(b"note 1 &amp;", b"note 2 &amp;").replace(b">S1<", b">T1<")).read(
            "sessions"
        )


def test_another_text_coding_is_read_or_refused_but_never_spoilt(tmp_path):
    parts = rich()
    text = parts[SESSIONS].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    parts[SESSIONS] = text.encode("utf-16")
    workbook = opened(tmp_path, parts.packed())
    with contextlib.suppress(Unreadable):
        workbook.write("sessions", {"problems": ["x"] * workbook.read("sessions").height})
    with contextlib.suppress(Refused):
        workbook.save()
    assert (tmp_path / "clinic.xlsx").read_bytes() == parts.packed()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12), st.booleans())
def test_damage_anywhere_ends_in_one_of_our_sentences(tmp_path_factory, damage, inside):
    """Bytes of the file, or of a part, are spoilt: work goes well or ends with one of the three exceptions."""
    if inside:
        parts = rich()
        names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
        for where, byte in damage:
            name = names[byte % len(names)]
            parts[name] = _spoilt(parts[name], where, byte)
        data = parts.packed()
    else:
        data = rich().packed()
        for where, byte in damage:
            data = _spoilt(data, where, byte)
    folder = tmp_path_factory.mktemp("damage")
    try:
        workbook = opened(folder, data)
        for table in sorted(workbook.tables()):
            workbook.read(table)
        workbook.write("sessions", {"problems": ["x"] * workbook.read("sessions").height})
        workbook.replace("slips", {"rule": ["a"] * 9})
        workbook.save()
    except (Unreadable, Refused, NoTable) as error:
        assert len(str(error)) > 20  # noqa: PT017
        assert (folder / "clinic.xlsx").read_bytes() == data


def _spoilt(data: bytes, where: float, byte: int) -> bytes:
    at = int(where * len(data))
    return data[:at] + bytes([byte]) + data[at + 1 :]


def test_messages_hold_nothing_of_the_cells(tmp_path):
    parts = Parts(rich())
    parts.edit(
        SESSIONS,
        "</sheetData>",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>Jane Roe</t></is></c></row></sheetData>',
    )
    workbook = opened(tmp_path, parts.packed())
    workbook.write("sessions", {"problems": ["Jane Roe"] * 8})
    with pytest.raises(Refused) as refusal:
        workbook.save()
    assert "Jane" not in str(refusal.value)

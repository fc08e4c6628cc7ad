"""vbaProject.bin: written as published, read back whole, the same each time; and a reader that bites."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.template.compound_reader import CompoundReader
from tests.template.project_reader import ProjectReader, decompress
from xl_massbill.template.vba_project import Kind, Module, read_module, vba_project
from xl_massbill.template.vba_project.compound import compound_file
from xl_massbill.template.vba_project.compression import compress
from xl_massbill.template.vba_project.module import WORKBOOK_BASE

CODE = "Option Explicit\nPublic Function Twice(n As Long) As Long\n    Twice = 2 * n\nEnd Function\n"
LONG = "".join(f"' line {i} of a long module: {i * i}\n" for i in range(900))
MODULES = (
    read_module("ThisWorkbook", "Private Sub Workbook_Open()\nEnd Sub\n", Kind.DOCUMENT, WORKBOOK_BASE),
    read_module("Calc", CODE),
    read_module("Long", LONG),
    read_module("Box", "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\nEND\n" + CODE, Kind.CLASS),
)


def breaches(data):
    found = []
    return decompress(data, found.append), found


@given(st.binary(max_size=9000) | st.text("ab\r\n ", max_size=9000).map(str.encode))
def test_what_is_compressed_comes_back(data):
    back, found = breaches(compress(data))
    assert found == []
    assert back[: len(data)] == data
    assert not back[len(data) :].strip(b"\0"), "only a last chunk that cannot shrink is filled up"


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 8192, 12289])
def test_texts_of_any_length_come_back_without_filling(size):
    text = (LONG.encode() * 2)[:size]
    assert breaches(compress(text)) == (text, [])
    assert len(compress(text)) < max(size * 0.7, 10)


def test_the_published_example():
    """[MS-OVBA] §3.2.2: the same letter 73 times."""
    assert compress(b"a" * 73).hex() == "0103b002614500"


@given(
    st.dictionaries(
        st.text("ABCDEFGHabc_0", min_size=1, max_size=12),
        st.binary(max_size=60) | st.integers(4000, 40_000).map(bytes),
        max_size=40,
    )
)
def test_streams_of_any_number_and_size_come_back(streams):
    streams = dict({n.upper(): (n, d) for n, d in streams.items()}.values())
    reader = CompoundReader(compound_file({"folder": streams, "top": b"x"}))
    assert reader.faults == []
    assert reader.streams == {f"folder/{n}": d for n, d in streams.items()} | {"top": b"x"}


def test_a_file_too_large_for_its_header_is_not_written():
    with pytest.raises(ValueError, match="larger than"):
        compound_file({"large": bytes(7_200_000)})
    assert CompoundReader(compound_file({"large": bytes(6_500_000)})).faults == []


def test_a_project_has_no_fault_and_every_module_as_it_was():
    reader = ProjectReader(vba_project("Massage", MODULES))
    assert reader.faults == []
    assert reader.modules == {m.name: m.text for m in MODULES}
    assert reader.kinds == {m.name: m.kind.value for m in MODULES}
    assert vba_project("Massage", MODULES) == vba_project("Massage", MODULES)


def test_the_head_of_a_module():
    assert read_module("Calc", "x = 1").text == 'Attribute VB_Name = "Calc"\r\nx = 1\r\n'
    given_head = 'VERSION 1.0 CLASS\nBEGIN\nEND\nAttribute VB_Name = "Box"\nAttribute VB_Exposed = True\n\'\n'
    head = read_module("Box", given_head, Kind.CLASS).text.split("\r\n")
    assert head[0] == 'Attribute VB_Name = "Box"'
    assert head[1] == 'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"'
    assert head.count("Attribute VB_Exposed = True") == 1 and "Attribute VB_Exposed = False" not in head
    assert "VERSION 1.0 CLASS" not in head


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("1st", "", "no name"),
        ("A" * 32, "", "no name"),
        ("Calc", 'Attribute VB_Name = "Other"\n', "'Other'"),
        ("Calc", "' " + "x" * 1022, "line 2: VBA holds"),
        ("Calc", "' \u2192", "line 2: a character"),
        ("Calc", "' \x07", "line 2: a character"),
    ],
)
def test_what_vba_cannot_hold_is_refused(name, text, words):
    with pytest.raises(ValueError, match=words):
        read_module(name, text)


def test_two_names_alike_are_refused():
    for names in (("One", "ONE"), ("Project", "Two")):
        with pytest.raises(ValueError, match="called"):
            vba_project("project", [read_module(name, "") for name in names])


WHOLE = vba_project("Massage", MODULES)
PARTS = ProjectReader(WHOLE).streams


def rebuilt(**changed):
    """Return the project with some streams changed, in a compound file without fault."""
    streams = PARTS | {name.replace("__", "/"): data for name, data in changed.items()}
    vba = {n[4:]: d for n, d in streams.items() if n.startswith("VBA/") and d is not None}
    return compound_file({"VBA": vba} | {n: d for n, d in streams.items() if "/" not in n and d is not None})


def dir_with(old, new):
    return compress(decompress(PARTS["VBA/dir"], print).replace(old, new, 1))


def text_with(module, old, new):
    return compress(decompress(PARTS[f"VBA/{module}"], print).replace(old, new, 1))


FAULTY = {
    "PROJECTwm compressed": (rebuilt(PROJECTwm=compress(PARTS["PROJECTwm"])), "PROJECTwm"),
    "a module missing in PROJECT": (rebuilt(PROJECT=PARTS["PROJECT"].replace(b"Class=Box\r\n", b"")), "not those of dir"),
    "a class as a module": (rebuilt(PROJECT=PARTS["PROJECT"].replace(b"Class=Box", b"Module=Box")), "another type"),
    "a wrong key": (rebuilt(PROJECT=PARTS["PROJECT"].replace(b'CMG="5D', b'CMG="5E')), "encrypted value"),
    "no window": (rebuilt(PROJECT=PARTS["PROJECT"].replace(b"Calc=0, 0", b"Calc=1, 0")), "windows"),
    "a stream too many": (rebuilt(VBA__Left=compress(b"")), "do not agree"),
    "a stream too few": (rebuilt(VBA__Calc=None), "no stream for Calc"),
    "a cache": (rebuilt(VBA___VBA_PROJECT=bytes.fromhex("CC61B500000000")), "caches"),
    "an offset": (rebuilt(VBA__dir=dir_with(b"\x31\0\x04\0\0\0\0", b"\x31\0\x04\0\0\0\x09")), "offset"),
    "bytes after the end": (rebuilt(VBA__dir=dir_with(b"\x10\0\0\0\0\0", b"\x10\0\0\0\0\0abcd")), "cut off"),
    "records in disorder": (rebuilt(VBA__dir=dir_with(b"\x1e\0\x04\0\0\0\0\0\0\0", b"")), "order of the records"),
    "a number of modules": (rebuilt(VBA__dir=dir_with(b"\x0f\0\x02\0\0\0\x04", b"\x0f\0\x02\0\0\0\x05")), "number of the modules"),
    "a name in two spellings": (rebuilt(VBA__dir=dir_with("Calc".encode("utf-16-le"), "Calk".encode("utf-16-le"))), "differ"),
    "a bare line end": (rebuilt(VBA__Calc=text_with("Calc", b"\r\n", b"\n")), "line ends"),
    "no VB_Base": (rebuilt(VBA__Box=text_with("Box", b"VB_Base", b"VB_Bas3")), "VB_Base"),
    "another head": (rebuilt(VBA__Calc=text_with("Calc", b"Calc", b"Calk")), "its head"),
    "no first byte": (rebuilt(VBA__Calc=b"\0" + PARTS["VBA/Calc"][1:]), "first byte"),
    "a chunk cut off": (rebuilt(VBA__Calc=PARTS["VBA/Calc"][:-3]), "chunk"),
    "a copy from nowhere": (rebuilt(VBA__Calc=b"\x01\x02\xb0\x01\x00\x10"), "before its chunk"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTY)
def test_the_reader_finds_planted_faults_in_the_project(fault):
    data, words = FAULTY[fault]
    assert any(words in said for said in ProjectReader(data).faults), ProjectReader(data).faults


def planted(offset, form, value):
    data = bytearray(WHOLE)
    struct.pack_into(form, data, offset, value)
    return bytes(data)


_DIRECTORY = 512 * (1 + struct.unpack_from("<I", WHOLE, 48)[0])
_FAT = 512 * (1 + struct.unpack_from("<I", WHOLE, 76)[0])
_CUT = WHOLE[:-1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (planted(0, "<B", 0), "signature"),
        (planted(26, "<H", 4), "version"),
        (planted(56, "<I", 512), "counts"),
        (planted(80, "<I", 3), "more FAT sectors"),
        (planted(_FAT, "<I", 0xFFFFFFFE), "nothing leads to"),
        (planted(_DIRECTORY + 64, "<H", 7), "length of its name"),
        (planted(_DIRECTORY + 128 + 64, "<H", 5), "length of its name"),
        (planted(_DIRECTORY + 67, "<B", 3), "colour"),
        (planted(_DIRECTORY + 128 * 2 + 120, "<Q", 60), "length of its chain"),
    ],
)
def test_the_reader_finds_planted_faults_in_the_file(data, words):
    assert any(words in said for said in CompoundReader(data).faults), CompoundReader(data).faults


def test_the_reader_finds_names_out_of_order():
    one, other = ("Calc".encode("utf-16-le"), "Zalc".encode("utf-16-le"))
    assert any(
        "Long is out of order" in said or "Zalc is out of order" in said
        for said in CompoundReader(WHOLE.replace(one, other)).faults
    )


def test_the_text_is_kept_in_the_code_page():
    assert Module("A", Kind.CLASS, "caf\xe9").data == b"caf\xe9"

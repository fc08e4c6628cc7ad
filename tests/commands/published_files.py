"""Small invented excerpts of official files, in the forms in which they are published."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from functools import cache

import openpyxl

from xl_massbill.codes import icd_release

COPYRIGHT = "CPT only copyright 2026 American Medical Association.  All rights reserved."
PAIR_HEADS = (
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)
PAIRS = [
    ("0213T", "97140", "", "20100701", "*", "1", "Misuse of Column Two code with Column One code"),
    ("97110", "97150", "", "20040101", "*", "1", "Mutually exclusive procedures"),
    ("97124", "95851", "", "19960101", "*", "1", "Misuse of Column Two code with Column One code"),
    ("97140", "97124", "", "20200101", "20200930", "0", "Standards of medical / surgical practice"),
    ("97140", "97124", "", "20201001", "*", "1", "Standards of medical / surgical practice"),
    ("97140", "97530", "", "20201001", "*", "1", "Mutually exclusive procedures"),
    ("97140", "97112", "", "20261001", "20261001", "9", "Withdrawn before it began"),
    ("97530", "97116", "*", "19960101", "20191231", "1", "Mutually exclusive procedures"),
    ("97530", "97750", "", "20261001", "*", "1", "Mutually exclusive procedures"),
    ("99215", "97124", "", "20090101", "*", "0", "CPT Manual or CMS manual coding instructions"),
]
LIMITS = [
    ("0001U", "1", "2 Date of Service Edit: Policy", "Code Descriptor / CPT Instruction"),
    ("97110", "8", "3 Date of Service Edit: Clinical", "Clinical: Data"),
    ("97124", "4", "3 Date of Service Edit: Clinical", "Clinical: Data"),
    ("97140", "7", "3 Date of Service Edit: Clinical", "Clinical: Data"),
    ("A4556", "2", "1 Line Edit", "Nature of Equipment"),
]


def pairs_text(rows: Iterable[tuple[str, ...]] = PAIRS, heads: Iterable[str] = PAIR_HEADS) -> bytes:
    lines = [COPYRIGHT, "Column1/Column2 Edits", *heads, *("\t".join(row) for row in rows)]
    return "\r\n".join(lines).encode() + b"\r\n"


def pairs_workbook(rows: Iterable[tuple[str, ...]] = PAIRS) -> bytes:
    heads = ["Column 1", "Column 2", "*=in existence prior to 1996", "Effective Date", "Deletion Date *=no data",
             "Modifier 0=not allowed 1=allowed 9=not applicable", "PTP Edit Rationale"]  # fmt: skip
    return workbook(
        [["Column1/Column2 Edits"], [COPYRIGHT], heads, *([*r[:3], int(r[3]), *r[4:]] for r in rows)]
    )


def pairs_csv(rows: Iterable[tuple[str, ...]] = PAIRS) -> bytes:
    heads = "Column 1,Column 2,*=in existence prior to 1996,Effective Date,Deletion Date,Modifier,PTP Edit Rationale"
    return "\n".join([heads, *(",".join(f'"{cell}"' for cell in row) for row in rows)]).encode("utf-8-sig")


def limits_csv(
    rows: Iterable[tuple[str, ...]] = LIMITS, service: str = "Practitioner Services MUE Values"
) -> bytes:
    head = f'"HCPCS/\nCPT Code",{service},MUE Adjudication Indicator,MUE Rationale'
    body = (",".join(f'"{cell}"' for cell in row) for row in rows)
    return "\n".join([f'"{COPYRIGHT}\nApplicable FARS/HHSAR restrictions apply.",,,', head, *body]).encode(
        "cp1252"
    )


def limits_workbook(rows: Iterable[tuple[str, ...]] = LIMITS) -> bytes:
    heads = [
        "HCPCS/\nCPT Code",
        "Practitioner Services MUE Values",
        "MUE Adjudication Indicator",
        "MUE Rationale",
    ]
    return workbook([[COPYRIGHT], heads, *([r[0], int(r[1]), *r[2:]] for r in rows)])


def hcpcs_line(code: str, record: str, added: str, ended: str = "", words: str = "Something") -> str:
    line = f"{code:<5}{'00100':<5}{record}{words:<80}{words[:28]:<28}".ljust(268)
    return f"{line}{added:<8}{added:<8}{ended:<8}N".ljust(320)


HCPCS = [
    hcpcs_line("A0021", "3", "19820101", "20071231"),
    hcpcs_line("A0021", "4", "19820101", "20071231"),
    hcpcs_line("G0283", "3", "20030101"),
    hcpcs_line("S8948", "3", "20040701", "20260930"),
    hcpcs_line("GP", "7", "19990101"),
]


def hcpcs_text() -> bytes:
    return "\r\n".join(HCPCS).encode("cp1252")


def hcpcs_workbook() -> bytes:
    heads = [
        "HCPC",
        "SEQNUM",
        "RECID",
        "LONG DESCRIPTION",
        "SHORT DESCRIPTION",
        "ADD DT",
        "ACT EFF DT",
        "TERM DT",
        "ACTION CD",
    ]
    rows = [
        [
            x[:5].strip(),
            100,
            int(x[10]),
            "Something",
            "Something",
            x[268:276],
            x[276:284],
            x[284:292].strip(),
            "N",
        ]
        for x in HCPCS
    ]
    return workbook([heads, *rows])


PLACES = b"""Place of Service Code(s),Place of Service Name,Place of Service Description
01,Pharmacy,A facility or location where drugs are sold.
11,Office,"Location, other than a hospital, where the health professional routinely provides care."
27,Outreach Site/Street,A non-permanent location.
28-30,Unassigned,N/A
35,Unassigned,N/A
99,Other Place of Service,Other.
"""
REASONS = b"""Code,Description,Start Date,Last Modified,Stop Date,Notes
1,The words of X12,1/1/1995,,,
29,The words of X12,1/1/1995,,,
197,The words of X12,10/31/2006,5/1/2018,,
B9,The words of X12,1/1/1995,,6/30/2026,
P99,The words of X12,11/1/2026,,,
W9,The words of X12,1/1/1995,,7/1/2008,
"""
REMARKS = b"""RARC\tDescription\tEffective Date\tDeactivation Date\tLast Modified Date
M15\tThe words of X12\t01/01/1997\t\t
N362\tThe words of X12\t11/18/2005\t\t
MA130\tThe words of X12\t01/01/1997\t\t11/01/2026
N999\tThe words of X12\t03/01/2026\t\t
"""


def workbook(rows: Iterable[list[object]]) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def zipped(**members: bytes) -> bytes:
    """Return a zip; in names "__" stands for "." and "_in_" for "/"."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_in_", "/").replace("__", "."), content)
    return data.getvalue()


@cache
def order_lines() -> tuple[tuple[str, int, str], ...]:
    """Return the packaged release as code, complete, words."""
    everything = ((one.code, one.billable, icd_release.description(one.code)) for one in icd_release.every())
    return tuple((code, int(billable), words) for code, billable, words in everything if words)


def order_file(
    *, drop: Iterable[str] = (), add: Iterable[tuple[str, int, str]] = (), groups: Iterable[str] = ()
) -> bytes:
    """Return an order file: the packaged release without some codes, with others, some become groups."""
    gone, grouped = set(drop), set(groups)
    rows = [(c, 0 if c in grouped else b, w) for c, b, w in order_lines() if c not in gone]
    rows = sorted([*rows, *add])
    lines = (f"{n:05d} {c:<7} {b} {w[:60]:<60} {w}" for n, (c, b, w) in enumerate(rows, 1))
    return "\r\n".join(lines).encode()


def tabular_file(year: int, body: str) -> bytes:
    """Return a tabular list with one chapter and block."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.tabular><version>{year}</version>'
        f'<chapter><name>13</name><desc>Musculoskeletal (M00-M99)</desc><section id="M50-M54">'
        f"<desc>Other dorsopathies (M50-M54)</desc>{body}</section></chapter></ICD10CM.tabular>"
    ).encode()

"""Records of a workbook while it is written: what was written is read again, what was not stays."""

from __future__ import annotations

from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records


def book():
    return MemoryWorkbook.of({"claims": {"claim_id": ["C1", "C2", "C1"], "status": ["PAID", "DENIED", None]}})


def test_what_was_written_is_read_again_when_it_is_forgotten():
    workbook = book()
    records = Records(workbook)
    status, at = records["claims"]["claim_id"], records.index("claims", "claim_id")
    assert records["claims"].kept("status") == ["PAID", "DENIED", None] and at == {"C1": 0, "C2": 1}
    workbook.write("claims", {"status": ["CLOSED", "PAID", None]})
    assert records["claims"].kept("status") == ["PAID", "DENIED", None]
    records.forget("claims")
    assert records["claims"].kept("status") == ["CLOSED", "PAID", None]
    assert records["claims"]["claim_id"] is status and records.index("claims", "claim_id") is at


def test_an_index_follows_its_column():
    workbook = book()
    records = Records(workbook)
    assert records.index("claims", "claim_id") == {"C1": 0, "C2": 1}
    workbook.write("claims", {"claim_id": ["C3", "C2", "C1"]})
    workbook.append("claims", {"claim_id": ["C4"]})
    records.forget("claims")
    assert records.index("claims", "claim_id") == {"C3": 0, "C2": 1, "C1": 2, "C4": 3}


def test_when_all_is_forgotten_what_others_wrote_is_seen():
    workbook = book()
    records = Records(workbook)
    claims = records["claims"]["claim_id"]
    assert records["claims"].kept("status") == ["PAID", "DENIED", None] and not len(records["payments"])
    workbook.write("claims", {"status": ["CLOSED", None, None]})
    workbook.save()
    assert records["claims"].kept("status") == ["PAID", "DENIED", None]
    records.forget_all()
    assert (
        records["claims"].kept("status") == ["CLOSED", None, None] and records["claims"]["claim_id"] is claims
    )

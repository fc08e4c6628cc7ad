"""Claims that follow others, from the command to the parent's state: correct, void, next payer, taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.claims.test_again import LINES, PARENT, PAYMENTS, SENT
from tests.commands.test_export import EMPTY, rows
from tests.commands.test_paper import text_of
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.book.folder import Folder
from xl_massbill.claims.following import Kind
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import STOOD
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.export import export
from xl_massbill.commands.planning import plan
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import read_claims
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

NOW = dt.datetime(2026, 6, 15, 9)
DAY = NOW.date()


@pytest.fixture
def clinic(tmp_path):
    return answered(tmp_path)


def answered(folder):
    """Return case 9 after the payer's first answer, with the line mended and a second plan known."""
    tables = practice("V9") | {name: [] for name in EMPTY}
    for row in tables["visits"]:
        if row["visit_id"] == "V9":
            row |= {"claim_id": PARENT, "billing_status": "PAID_PARTIAL"}
    tables["visits"][-1] |= {"mod1": "GP", "mod2": "59"}
    tables["claims"] = [
        SENT | {"referral_id": "R9", "auth_id": "A9", "dx1": "M542", "dx2": "M25511", "pos": "11"}
    ]
    tables["claim_lines"] = [dict(line) for line in LINES]
    tables["payments"] = [
        {"payment_id": f"PM{n}", "claim_id": PARENT, "remit_id": "RM1", "post_status": "POSTED"} | row
        for n, row in enumerate(PAYMENTS)
    ]
    tables["remits"] = [{"remit_id": "RM1", "payment_date": dt.date(2026, 6, 8), "payer_id": "SBS01"}]
    tables["follow_up"] = []
    return write_workbook(folder / "clinic.xlsx", tables)


def follow(path, kind, parent=PARENT):
    return export(FileWorkbook(path), DAY, NOW, follow=[(kind, parent)])


def states(path):
    return {row["claim_id"]: row["status"] for row in rows(path, "claims")}


def on_claim(path):
    return {(r["claim_id"], r["billing_status"]) for r in rows(path, "visits") if r["visit_id"] == "V9"}


def test_a_corrected_claim_replaces_its_parent_when_it_is_sent(clinic):
    done = follow(clinic, Kind.CORRECTED)
    (claim,) = read_claims(done.files[0])
    assert (claim.claim_id, claim.frequency, claim.references["F8"]) == (f"{PARENT}R1", "7", "SBS2026159001")
    assert states(clinic) == {PARENT: "PAID_PARTIAL", f"{PARENT}R1": "BATCHED"}
    assert on_claim(clinic) == {(f"{PARENT}R1", "BATCHED")}
    (batch,) = rows(clinic, "batches")
    sent(FileWorkbook(clinic), Order(batch["batch_id"], DAY, "office"), NOW)
    assert states(clinic) == {PARENT: "REPLACED", f"{PARENT}R1": "SUBMITTED"}


def test_a_correction_taken_back_leaves_everything_as_it_was(clinic):
    follow(clinic, Kind.CORRECTED)
    (batch,) = rows(clinic, "batches")
    unbatch(FileWorkbook(clinic), Order(batch["batch_id"], DAY, "office", "not yet"), NOW)
    assert states(clinic)[PARENT] == "PAID_PARTIAL"
    assert on_claim(clinic) == {(PARENT, "PAID_PARTIAL")}
    again = follow(clinic, Kind.CORRECTED)
    assert [claim.claim_id for claim in read_claims(again.files[0])] == [f"{PARENT}R2"]


def test_a_void_leaves_the_visits_with_their_claim(clinic):
    follow(clinic, Kind.VOID)
    assert on_claim(clinic) == {(PARENT, "PAID_PARTIAL")}
    (batch,) = rows(clinic, "batches")
    sent(FileWorkbook(clinic), Order(batch["batch_id"], DAY, "office"), NOW)
    assert states(clinic) == {PARENT: "VOIDED", f"{PARENT}V1": "SUBMITTED"}


def test_a_voided_visit_is_billed_again_only_when_it_is_typed_anew(clinic):
    said = follow(clinic, Kind.VOID).sentence()
    assert "stay with the voided claims and are not billed again" in said
    (batch,) = rows(clinic, "batches")
    sent(FileWorkbook(clinic), Order(batch["batch_id"], DAY, "office"), NOW)
    assert on_claim(clinic) == {(PARENT, "VOIDED")}
    assert list(plan(FileWorkbook(clinic), DAY).drafts) == []
    with pytest.raises(Refused, match="is VOIDED"):
        follow(clinic, Kind.CORRECTED)
    workbook = FileWorkbook(clinic, fill=True)
    typed_anew(workbook, "visits", status="DONE", visit_id="V9A", claim_id=None, billing_status=None)
    typed_anew(workbook, "notes", visit_id="V9A")
    workbook.save()
    held = plan(FileWorkbook(clinic), DAY)
    assert list(held.drafts) == [], "the same service stands twice as long as the old line is DONE"
    cancel(clinic, "V9")
    told = {f.rule for f in plan(FileWorkbook(clinic), DAY).checked.findings if f.severity.value == "error"}
    assert not told & {"DUP-001", "DUP-003", "CLM-017"}


def typed_anew(workbook, table, **cells):
    """Type the rows of visit V9 once more, with other cells."""
    sheet = Records(workbook)[table]
    at = [p for p, v in zip(sheet.positions.tolist(), sheet["visit_id"], strict=True) if v == "V9"]
    columns = {n: [sheet.grid.columns[c][p] for p in at] for n, c in sheet.match.at.items()}
    workbook.append(table, columns | {n: [v] * len(at) for n, v in cells.items()}, by="office")


def cancel(path, visit):
    workbook = FileWorkbook(path, fill=True)
    sheet = Records(workbook)["visits"]
    status = list(sheet.grid.columns[sheet.match.at["status"]])
    for position, found in zip(sheet.positions.tolist(), sheet["visit_id"], strict=True):
        status[position] = "CANCELLED" if found == visit else status[position]
    workbook.write("visits", {"status": status}, by="office")
    workbook.save()


def test_a_correction_with_an_error_in_its_rows_stays(clinic):
    workbook = FileWorkbook(clinic, fill=True)
    grid = workbook.read("visits")
    mods = list(grid.columns[list(grid.headings).index("Mod 1")])
    workbook.write("visits", {"mod1": [None if mod == "GP" else mod for mod in mods]})
    workbook.save()
    with pytest.raises(Refused, match="MOD-002"):
        plan(FileWorkbook(clinic), DAY, follow=[(Kind.CORRECTED, PARENT)])
    assert states(clinic) == {PARENT: "PAID_PARTIAL"}


def test_a_claim_cannot_be_corrected_twice_at_once(clinic):
    follow(clinic, Kind.CORRECTED)
    with pytest.raises(Refused, match=f"is followed by {PARENT}R1 already, which lies in batch B000101"):
        follow(clinic, Kind.CORRECTED)


def by(path, method):
    """Send the payer of case 9 to in another way; its row gets what paper needs."""
    workbook = FileWorkbook(path, fill=True)
    sheet = workbook.read("payers")
    ids = list(sheet.columns[list(sheet.headings).index("Payer")])
    ways = list(sheet.columns[list(sheet.headings).index("Send by")])
    workbook.write(
        "payers", {"submit_method": [method if i == "SBS01" else w for i, w in zip(ids, ways, strict=True)]}
    )
    workbook.save()
    return path


def test_a_corrected_invoice_says_what_was_paid_on_the_one_before(clinic):
    (file,) = follow(by(clinic, "INVOICE"), Kind.CORRECTED).files
    assert "_INVOICE_" in file.name
    told = text_of(file)
    assert "Corrected invoice" in told
    assert "Paid by Summit BlueShield, 06/08/2026 \u221250.00" in told
    assert "Amount paid $70.00" in told
    assert "Balance due $116.00" in told


def test_there_is_no_invoice_of_a_void_and_no_number_is_taken_for_it(clinic):
    by(clinic, "INVOICE")
    with pytest.raises(Refused, match=r"It cannot go: .* there is no invoice of it"):
        follow(clinic, Kind.VOID)
    assert states(clinic) == {PARENT: "PAID_PARTIAL"}
    with Journal(Folder.of(clinic).journal) as journal:
        assert {event.action for event in journal.events()} == {STOOD}
        assert journal.reserve({"claim": (1, 1)})["claim"] == 1


def test_a_payer_with_a_portal_gets_no_claim_that_follows(clinic):
    with pytest.raises(Refused, match="sent to by PORTAL, which this program does not write"):
        plan(FileWorkbook(by(clinic, "PORTAL")), DAY, follow=[(Kind.CORRECTED, PARENT)])


@pytest.mark.parametrize("kind", [Kind.CORRECTED, Kind.VOID])
def test_taken_back_it_says_that_the_old_claim_stands_and_frees_no_visit(clinic, kind):
    follow(clinic, kind)
    (*_, last) = rows(clinic, "batches")
    said = unbatch(FileWorkbook(clinic), Order(last["batch_id"], DAY, "office", "not yet"), NOW).sentence
    assert f"is taken back: what it followed stands as before: {PARENT}." in said and "are free" not in said
    assert on_claim(clinic) == {(PARENT, "PAID_PARTIAL")}
    follow(clinic, kind)

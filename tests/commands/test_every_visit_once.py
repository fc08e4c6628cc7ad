"""Whatever the office does, every open visit is in one leak list, on one live claim, and counted once."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.commands.clinics import book, rows
from tests.commands.test_resend import DAY, LATER, NOW, new_number
from xl_massbill.claims.again import rejected
from xl_massbill.claims.following import Kind
from xl_massbill.claims.keeping import Happened, move
from xl_massbill.claims.leaks import Leak, leaks
from xl_massbill.claims.ledger import open_items
from xl_massbill.claims.states import Event
from xl_massbill.commands import check
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.export import export
from xl_massbill.commands.orders import Order as ByKim
from xl_massbill.commands.records import records_asked, records_sent
from xl_massbill.commands.silence import deny_silent
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Lines, Records
from xl_massbill.rules.catalogue import rules

LISTS = {
    "READY": Leak.NOT_BILLED, "REJECTED": Leak.NOT_BILLED, "BATCHED": Leak.NOT_SENT, "SUBMITTED": Leak.NOT_ACKNOWLEDGED,
    "ACCEPTED": Leak.NOT_PAID, "PAID": Leak.NOT_PAID, "DENIED": Leak.NOT_PAID, "VOIDED": None, "REPLACED": None,
    "INFO_REQUESTED": Leak.NOT_PAID, "IN_PROCESS": Leak.NOT_PAID, "REVERSED": Leak.NOT_PAID,
}  # fmt: skip
ABOUT_CLAIMS = [rule for rule in rules() if rule.group in ("CLM", "DUP", "TFL")]
OURS = ("V1", "V2")
OUT = ("SUBMITTED", "ACCEPTED", "INFO_REQUESTED", "IN_PROCESS")
LATE = LATER + dt.timedelta(days=31)
DEAD = ("READY", "REJECTED", "REPLACED", "VOIDED")
DEEDS = (
    "export",
    "sent",
    "unbatch",
    "reject",
    "accept",
    "judge",
    "deny",
    "resend",
    "correct",
    "void",
    "anew",
    "ask",
    "records",
    "reverse",
    "silence",
)


def event(path, kind, *of):
    workbook = FileWorkbook(path)
    records = Records(workbook)
    claims = [row["claim_id"] for row in rows(path, "claims") if row["status"] in of]
    number = {"icn": "ICN1"} if kind is Event.REMIT else None
    move(workbook, records, claims, Happened(kind, LATER.date()), number)
    workbook.save()


def deny(path):
    """Let a payer deny the claims that are out, and ask for new ones (MA130)."""
    known = {row["denial_id"] for row in rows(path, "denials")}
    claims = [row["claim_id"] for row in rows(path, "claims") if row["status"] in OUT]
    event(path, Event.REMIT_DENIED, *OUT)
    if not claims:
        return
    workbook = FileWorkbook(path)
    cells = {"denial_id": [f"DN{len(known) + n:04d}" for n in range(len(claims))], "claim_id": claims}
    shared = {"carc": "16", "rarcs": "MA130", "group": "CO", "denied_on": LATER.date()}
    workbook.append("denials", cells | {name: [value] * len(claims) for name, value in shared.items()})
    workbook.save()


def ask(path, *, is_sent):
    """Let payers ask for records of the claims that are out, or send those that were asked for."""
    for row in rows(path, "claims"):
        order = ByKim("Kim", LATER.date())
        if is_sent and row["status"] == "INFO_REQUESTED":
            records_sent(FileWorkbook(path), row["claim_id"], order, LATER, "notes", "fax")
        elif not is_sent and row["status"] in ("SUBMITTED", "ACCEPTED"):
            records_asked(FileWorkbook(path), row["claim_id"], order, LATER, "notes")


def follow(path, kind, *of):
    records = Records(FileWorkbook(path))
    claims, on = records["claims"], set(records["visits"]["claim_id"])
    waits = rejected(records)
    those = [
        c
        for i, c in enumerate(claims["claim_id"])
        if c in on and (waits[i] or claims["status"].iloc[i] in of)
    ]
    if those:
        export(FileWorkbook(path), LATER.date(), LATER, follow=[(kind, claim) for claim in those])


def do(path, deed):
    at_home = [row["batch_id"] for row in rows(path, "batches") if row["status"] == "EXPORTED"]
    if deed in ("sent", "unbatch"):
        for batch in at_home:
            {"sent": sent, "unbatch": unbatch}[deed](
                FileWorkbook(path), Order(batch, LATER.date(), "Kim"), LATER
            )
        return
    {
        "export": lambda: export(FileWorkbook(path), LATER.date(), LATER),
        "reject": lambda: event(path, Event.SYNTAX_REJECTED, "SUBMITTED"),
        "accept": lambda: event(path, Event.TAKEN_IN, "SUBMITTED"),
        "judge": lambda: event(path, Event.REMIT, *OUT),
        "ask": lambda: ask(path, is_sent=False),
        "records": lambda: ask(path, is_sent=True),
        "reverse": lambda: event(path, Event.REVERSAL, "PAID", "DENIED"),
        "silence": lambda: deny_silent(FileWorkbook(path), LATE.date(), LATE),
        "deny": lambda: deny(path),
        "anew": lambda: follow(path, Kind.ANEW, "DENIED"),
        "resend": lambda: follow(path, Kind.RESENT),
        "correct": lambda: follow(path, Kind.CORRECTED, "PAID"),
        "void": lambda: follow(path, Kind.VOID, "PAID"),
    }[deed]()


def holds(path, whole):
    """Check where every visit stands, by the sheets alone, against what the program tells."""
    records = Records(FileWorkbook(path))
    lines = Lines(records, LATER.date())
    state = {row["claim_id"]: row["status"] for row in rows(path, "claims")}
    found, wanted = leaks(lines), {}
    for row in rows(path, "visits"):
        if row["visit_id"] not in OURS:
            continue  # earlier visits of the patient, on claims of an earlier year
        claim = row["claim_id"]
        assert row["billing_status"] == (state[claim] if claim else None), "Home counts by this column"
        if (leak := LISTS[state[claim]] if claim else Leak.NOT_BILLED) is not None and row[
            "status"
        ] == "DONE":
            wanted[row["visit_id"]] = leak
    listed = [(visit, leak) for leak in Leak for visit in found.of(leak)["visit_id"] if visit in OURS]
    assert sorted(listed) == sorted(wanted.items())
    out = {c for c, status in state.items() if status not in DEAD}
    firsts = {row["claim_id"] for row in rows(path, "claims") if row["frequency"] != "8"} & out
    replaced = {row["replaces_claim_id"] for row in rows(path, "claims") if row["claim_id"] in out}
    on = Counter(
        (row["visit_id"], row["code"])
        for row in rows(path, "claim_lines")
        if row["claim_id"] in firsts - replaced
    )
    assert max(on.values(), default=1) == 1, "two live claims hold one line"
    if "VOIDED" not in state.values():
        assert open_items(lines).total == whole
    found_now = check.check(FileWorkbook(path), LATER.date(), only=ABOUT_CLAIMS).findings
    told = [f.rule for f in found_now if f.place.source in ("claims", "claim_lines")]
    assert told == [], "no alarm about claims that are taken back or sent again"


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@example(deeds=["sent", "reject", "resend", "unbatch", "export", "resend", "sent", "reject"], how="N")
@example(deeds=["sent", "reject", "resend", "unbatch", "resend", "sent", "judge", "void"], how="Y")
@example(
    deeds=["unbatch", "export", "sent", "judge", "correct", "unbatch", "correct", "sent", "reject", "resend"],
    how="Y",
)
@example(
    deeds=["sent", "deny", "anew", "unbatch", "anew", "sent", "reject", "resend", "sent", "deny", "anew"],
    how="Y",
)
@example(
    deeds=["sent", "deny", "anew", "sent", "reject", "resend", "sent", "accept", "judge", "correct"], how="N"
)
@example(
    deeds=["sent", "ask", "records", "ask", "deny", "reverse", "silence", "anew", "sent", "ask", "records"],
    how="N",
)
@given(deeds=st.lists(st.sampled_from(DEEDS), max_size=7), how=st.sampled_from("NY"))
def test_every_visit_is_counted_once(deeds, how):
    with tempfile.TemporaryDirectory() as folder:
        path = book(Path(folder), "V1", "V2")
        whole = open_items(Lines(Records(FileWorkbook(path)), DAY)).total
        export(FileWorkbook(path), DAY, NOW)
        new_number(path, how)
        for deed in deeds:
            try:
                do(path, deed)
            except Refused:
                continue
            holds(path, whole)

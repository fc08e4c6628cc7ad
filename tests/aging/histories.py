"""Random lives of a small clinic: visits, batches, answers, money, write-offs, day by day, all by the commands.

What a command refuses does not happen; dice decide what is tried.
"""

from __future__ import annotations

import copy
import datetime as dt
import random
from pathlib import Path
from typing import Any

from tests.commands.ack_files import taken
from tests.commands.clinics import EMPTY
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.workbooks import columns
from tests.worked_cases.test_worked_cases import PRACTICE
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.claims.following import Kind
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.decide import decide
from xl_massbill.commands.export import export
from xl_massbill.commands.handed_in import HandedIn
from xl_massbill.commands.orders import Order as DenialOrder
from xl_massbill.commands.post import Wish, post
from xl_massbill.commands.post_eob import post_eob
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rules

FIRST_DAY = dt.date(2026, 5, 4)
SENT = ("SUBMITTED", "ACK_RECEIVED", "ACCEPTED", "IN_PROCESS", "APPEALED", "REVERSED")


class KeptWorkbook(MemoryWorkbook):
    """A workbook in memory with a folder beside it, so that its journal is kept."""

    place = ""

    @property
    def path(self) -> str:
        return self.place

    def opened_anew(self) -> KeptWorkbook:
        """Return it as the next command finds it: what was not saved is gone."""
        book = KeptWorkbook(self._saved.values())
        book.place = self.place
        return book


def clinic(folder: Path) -> KeptWorkbook:
    """Return the practice of the worked cases with no visits yet; the checks are switched off."""
    tables = copy.deepcopy(PRACTICE) | {name: [] for name in EMPTY}
    tables |= {"visits": [visit(0, FIRST_DAY, "CASH")], "notes": [], "patient_payments": []}
    tables |= {"rules": [{"rule_id": rule.id, "enabled": "N"} for rule in rules()], "aging": []}
    book = KeptWorkbook.of({name: columns(rows) for name, rows in tables.items()})
    book.place = str(folder / "clinic.xlsx")
    return book


def visit(number: int, day: dt.date, status: str = "DONE") -> dict[str, Any]:
    one = next(v for v in PRACTICE["visits"] if v["visit_id"] == "V1")
    paid = (0.0, 25.0)[number % 2]
    return one | {"visit_id": f"W{number}", "dos": day, "status": status, "patient_paid": paid}


class History:
    """One life: `live` lets a day pass, `today` is the day."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.book = clinic(folder)
        self.today = FIRST_DAY
        self.now = dt.datetime.combine(self.today, dt.time(8))
        self.visits = self.files = 0
        self.done: list[str] = []
        post_eob(self.book, self.today, self.now, "Kim")  # nothing is typed; from here on all is known

    def live(self, deeds: int = 3) -> None:
        """Let a day pass with some deeds on it."""
        self.today += dt.timedelta(days=self.dice.choice((1, 1, 3, 17)))
        for hour in range(9, 9 + deeds):
            self.now = dt.datetime.combine(self.today, dt.time(hour))
            deed = self.dice.choice(self.DEEDS)
            self.book = self.book.opened_anew()
            try:
                if deed(self) is not False:
                    self.done.append(deed.__name__)
            except Refused:
                self.book = self.book.opened_anew()

    def see_patients(self) -> None:
        for _ in range(self.dice.randint(1, 3)):
            self.visits += 1
            status = self.dice.choice(("DONE", "DONE", "DONE", "CASH"))
            row = {n: [c] for n, c in visit(self.visits, self.today, status).items()}
            self.book.append("visits", row, by="office")
        self.book.save()

    def bill(self) -> None:
        export(self.book, self.today, self.now)

    def again(self) -> bool | None:
        claim, kind = (
            self._any("claims", "claim_id"),
            self.dice.choice((Kind.CORRECTED, Kind.RESENT, Kind.VOID)),
        )
        return export(self.book, self.today, self.now, follow=[(kind, claim)]) and None if claim else False

    def send(self) -> None:
        sent(self.book, Order(self._any("batches", "batch_id"), self.today, "Kim"), self.now)

    def take_back(self) -> None:
        unbatch(self.book, Order(self._any("batches", "batch_id"), self.today, "Kim", "wrong"), self.now)

    def acknowledge(self) -> bool | None:
        claims = self._claims(*SENT[:3])
        day = f"{self.today:%Y%m%d}"
        verdicts = [(c, self.dice.choice(("A2:20:PR", "A3:33:IL", "A7:562:85"))) for c in claims]
        return self._post(taken(*verdicts, day=day)) if claims else False

    def pay(self) -> bool | None:
        claims = [self._answer(claim) for claim in self._claims(*SENT)]
        return self._post(self._file(claims)) if claims else False

    def turn_back(self) -> bool | None:
        claims = [
            self._answer(claim).reversed()
            for claim in self._claims("PAID", "PATIENT_DUE", "CLOSED", "DENIED")
        ]
        return self._post(self._file(claims[:1])) if claims else False

    def undo(self) -> None:
        undo_posting(self.book, self._any("remits", "remit_id"), self.now, "Kim")

    def write_off(self) -> None:
        order = DenialOrder("Kim", self.today, "too late for an appeal")
        denial = self._any("denials", "denial_id")
        decide(self.book, denial, Decision.WRITE_OFF, order, self.now, "Kim", "Lee")

    def patient_pays(self) -> None:
        row = {"received_on": self.today, "patient_id": "P1", "amount": self.dice.choice((10.0, 25.0, 500.0))}
        self.book.append("patient_payments", {n: [c] for n, c in row.items()}, by="office")
        self.book.save()
        post_eob(self.book, self.today, self.now, "Kim")

    DEEDS = (see_patients, bill, bill, again, send, send, take_back, acknowledge, pay, pay, turn_back, undo)
    DEEDS += (write_off, patient_pays)

    def _any(self, table: str, column: str) -> str:
        found = [value for value in Records(self.book)[table][column] if value]
        return str(self.dice.choice(found[-4:])) if found else ""

    def _claims(self, *states: str) -> list[str]:
        sheet = Records(self.book)["claims"]
        found = [str(c) for c, s in zip(sheet["claim_id"], sheet["status"], strict=True) if s in states]
        return found[-3:]

    def _answer(self, claim: str) -> Claim:
        sheet, dice = Records(self.book)["claim_lines"], random.Random(claim)
        names = ("claim_id", "code", "units", "charge", "line_ctl")
        lines = []
        for of, code, units, charge, control in zip(*(sheet[n].tolist() for n in names), strict=True):
            if of == claim:
                denied, part = dice.random() < 0.3, dice.choice((0, 2_500))
                cas = [("CO", "197", int(charge))] if denied else [("CO", "45", 5_000)]
                cas += [("PR", "3", part)] if part and not denied else []
                paid = 0 if denied else int(charge) - 5_000 - part
                lines.append(Line(code, (), int(units), int(charge), paid, cas, control))
        return Claim(claim, "1", lines, f"ICN{claim[-6:]}")

    def _file(self, claims: list[Claim]) -> bytes:
        self.files += 1
        day, trace = f"{self.today:%Y%m%d}", f"EFT{self.files}"
        owed = sum(claim.paid for claim in claims)
        carried = [("FB", "X", owed)] if owed < 0 else []
        return file_of(segments(claims, carried, trace=trace, full=False, date=day)).encode()

    def _post(self, data: bytes) -> bool | None:
        done = post(self.book, [HandedIn("era.835", data)], Wish(self.today, "Kim", "Kim"), self.now)
        return None if any(file.is_posted for file in done.files) else False

"""What follows after claims went out, on the invented practice: answers, money, denials, follow-up, close.

Two weeks later its payers have answered; a month later it is closed. Every file is left for the newcomer.

Source: DESIGN §4; handbook §0.3 (the process in one picture); everybody in it is invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from xl_massbill.aging.month import Month
from xl_massbill.book.amounts import dollars
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.commands import age, auths, check, close, kpi, statements, worklist
from xl_massbill.commands.appeals import appeal_sent
from xl_massbill.commands.batch_orders import Order as BatchOrder
from xl_massbill.commands.batch_orders import sent
from xl_massbill.commands.decide import decide
from xl_massbill.commands.denial_letter import letter
from xl_massbill.commands.handed_in import Tray, handed_in
from xl_massbill.commands.orders import Order
from xl_massbill.commands.post import Posted, Wish, post
from xl_massbill.commands.story_answers import acknowledgements, remittances
from xl_massbill.commands.words import counted
from xl_massbill.practice import Records

Opening = Callable[[Path], Workbook]
WHO = "Kim"
_NO_APPROVAL = "197"


class Story:
    """The story of one workbook from the day its claims were written; `say` takes a line at a time."""

    def __init__(
        self, folder: Path, path: Path, opening: Opening, say: Callable[[str], None], day: dt.date
    ) -> None:
        self._folder, self._path, self._opening, self._say = folder / "from_payers", path, opening, say
        self._day = day
        self._made = {"What payers sent": self._folder}

    def tell(self, claims_file: Path) -> dict[str, Path]:
        """Run it to the end and return what was made on the way, by what it is."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sent(claims_file)
        self._paid()
        self._denied()
        self._followed_up()
        self._closed()
        return self._made

    def _open(self) -> Workbook:
        return self._opening(self._path)

    def _at(self, days: int, hour: int = 9) -> dt.datetime:
        return dt.datetime.combine(self._day + dt.timedelta(days), dt.time(hour))

    def _sent(self, claims_file: Path) -> None:
        workbook = self._open()
        batch = str(Records(workbook)["batches"]["batch_id"].iloc[-1])
        done = sent(workbook, BatchOrder(batch, self._day, WHO), self._at(0, 18), WHO)
        self._say("5. Sent     " + done.sentence)
        day = self._at(1).date()
        self._put(acknowledgements(self._open(), claims_file, batch, day))
        posted = self._post(self._at(2))
        self._say("6. Receipts " + posted.text().splitlines()[-1])
        for line in _rejections(posted):
            self._say("            " + line)

    def _paid(self) -> None:
        then = self._at(14)
        self._put(remittances(self._open(), then.date(), self._day - dt.timedelta(5)))
        posted = self._post(then)
        self._say("7. Money    " + posted.text().splitlines()[-1])
        workbook = self._open()
        amounts = Records(workbook)["remits"]["amount"].fillna(0).tolist()
        noted = [cents / 100 for cents in amounts[:-1]] + [None]  # the last one is not in the bank yet
        found = [then.date() if cents is not None else None for cents in noted]
        workbook.write("remits", {"deposit_amount": noted, "deposit_matched_on": found}, by=WHO)
        workbook.save()

    def _denied(self) -> None:
        then = self._at(15)
        denials = Records(self._open())["denials"]
        money = dollars(int(denials["amount"].fillna(0).sum()))
        self._say(f"8. Denied   {counted(len(denials), 'line')}, ${money}.")
        pairs = zip(denials["denial_id"], denials["carc"], strict=True)
        number = next((str(denial) for denial, carc in pairs if carc == _NO_APPROVAL), "")
        if not number:
            return
        order = Order(WHO, then.date(), "the approval was on file before the visit")
        done = decide(self._open(), number, Decision.APPEAL, order, then, WHO)
        self._say("            " + done.sentence)
        made = letter(self._open(), number, "appeal", then.date(), then, how="fax", user=WHO)
        self._made["An appeal"] = made.file
        self._say("            " + appeal_sent(self._open(), number, order, then, "fax", user=WHO).sentence)

    def _followed_up(self) -> None:
        then = self._at(16)
        workbook = self._open()
        run = statements.write(workbook, statements.statements(workbook, then.date()))
        self._say("9. Patients " + run.text().splitlines()[-1])
        if run.files:
            self._made["Statements"] = run.files[0]
            statements.mark_sent(workbook, run, WHO, then.date())
            workbook.save()
        end = Month.of(then.date()).last
        workbook = self._open()
        checked = check.check(workbook, end)
        check.write(workbook, checked, end)
        aged = age.age(workbook, end)
        age.write(workbook, aged)
        listed = worklist.worklist(workbook, end)
        worklist.write(workbook, listed)
        approvals = auths.auths(workbook, end)
        auths.write(workbook, approvals)
        found = kpi.figures(workbook, end)
        kpi.write(workbook, found)
        workbook.save()
        self._say(f"10. Aging   ${dollars(aged.report.total.total)} is owed as of {end}; sheet Aging.")
        self._say("11. To do   " + listed.text().splitlines()[-2])
        self._say("            " + approvals.sentence())
        for one in found.whole[:4]:
            self._say(f"            {one.figure.title}: {one.text()}")

    def _closed(self) -> None:
        month = Month.of(self._at(16).date())
        then = dt.datetime.combine(month.after.first + dt.timedelta(1), dt.time(9))
        done = close.close(self._open(), month, close.Order(WHO), then)
        self._made |= {"The month": done.files[0], "its lists": done.files[1]}
        for sentence in done.facts.undone:
            self._say("            " + sentence)
        self._say("12. Close   " + done.text().splitlines()[-1])

    def _put(self, files: dict[str, str]) -> None:
        self._new = []
        for name, text in files.items():
            file = self._folder / name
            file.write_text(text, encoding="ascii")
            self._new.append(file)

    def _post(self, now: dt.datetime) -> Posted:
        return post(self._open(), handed_in(self._new, Tray()), Wish(now.date(), WHO, WHO), now)


def _rejections(posted: Posted) -> Iterator[str]:
    """Yield why a claim was turned back, and in which cell the cause stands."""
    for file in posted.files:
        for outcome in file.outcomes:
            for change in outcome.changes:
                if change.after == "REJECTED":
                    yield f"{change.claim_id} {change.verdict}: {change.reason} {change.todo}".rstrip()

"""One order for many clinics' workbooks: check them, export, age what is owed, and one summary.

Workbooks know nothing of each other, so they are worked on side by side by any
`concurrent.futures.Executor`, and the cost grows with their number. A workbook that cannot be worked on
stands in the table of failures with its reason and stops no other, also where it takes its process down.

Source: DESIGN §6.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xl_massbill.aging.buckets import BUCKETS
from xl_massbill.book.workbook import Workbook
from xl_massbill.commands.words import counted
from xl_massbill.errors import NoTable, Refused, Unreadable

SUFFIXES = (".xlsx", ".xlsm")
Opening = Callable[[Path], Workbook]
"""How a workbook file is opened; it must be possible to send it to another process."""
Pool = Callable[[], AbstractContextManager[Executor]]
"""Makes an executor; a new one is made where one breaks."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with each workbook, in this order, and as of which day."""

    as_of: dt.date
    now: dt.datetime
    check: bool = False
    export: bool = False
    age: bool = False
    user: str = ""


@dataclass(frozen=True, slots=True)
class Clinic:
    """What came of one workbook: `failure` is "" if all went well; money in cents."""

    path: str
    failure: str = ""
    seconds: float = 0.0
    figures: dict[str, int] = field(default_factory=dict)
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fleet:
    """What came of all, in the order of the workbooks."""

    order: Order
    clinics: tuple[Clinic, ...]

    @property
    def failures(self) -> list[Clinic]:
        """Return those that failed."""
        return [clinic for clinic in self.clinics if clinic.failure]

    def sums(self) -> dict[str, int]:
        """Return each figure over all workbooks."""
        names = dict.fromkeys(name for clinic in self.clinics for name in clinic.figures)
        return {name: sum(clinic.figures.get(name, 0) for clinic in self.clinics) for name in names}

    def sentence(self) -> str:
        """Return the one sentence that ends the command."""
        done = len(self.clinics) - len(self.failures)
        failed = f", {len(self.failures):,} failed" if self.failures else ""
        return f"{counted(done, 'workbook')} done{failed}."

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        clinics = [
            {"path": c.path, "failure": c.failure, "seconds": round(c.seconds, 3), **c.figures}
            for c in self.clinics
        ]
        return {"as_of": self.order.as_of.isoformat(), "clinics": clinics, "sums": self.sums()}


def workbooks_in(folder: Path) -> list[Path]:
    """Return the workbooks below a folder by name, without lock files, backups and what we make.

    Raise Refused if the folder is not there or holds none.
    """
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder.")
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(("~$", ".", "fleet_"))
        and not any(part.endswith(".massbill") for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    if not found:
        raise Refused(f"No workbook (.xlsx, .xlsm) lies in {folder}.")
    return found


def fleet(
    paths: Sequence[Path],
    order: Order,
    opening: Opening,
    pool: Pool,
    progress: Callable[[int, int, str], None] = lambda *_: None,
) -> Fleet:
    """Carry out an order on every workbook and return what came of each; none of them raises anything."""
    found: dict[Path, Clinic] = {}
    waiting = list(paths)
    alone = False
    while waiting:
        # a process that dies takes the others' work with it, too: what was not finished is done again,
        # one workbook at a time, so that only the one that kills it is left out
        batch = waiting[:1] if alone else waiting
        broken = _run(batch, order, opening, pool, found, progress, len(paths))
        if broken and alone:
            found[batch[0]] = Clinic(str(batch[0]), "Its process was ended by the system (out of memory?).")
        alone = alone or broken
        waiting = [path for path in waiting if path not in found]
    return Fleet(order, tuple(found[path] for path in paths))


def _run(  # noqa: PLR0913, PLR0917 - one round of the loop above
    paths: Sequence[Path],
    order: Order,
    opening: Opening,
    pool: Pool,
    found: dict[Path, Clinic],
    progress: Callable[[int, int, str], None],
    total: int,
) -> bool:
    """Work on some workbooks and put into `found` what came of them; return whether the pool broke."""
    with pool() as executor:
        waiting: list[tuple[Path, Future[Clinic]]] = []
        try:
            waiting += [(path, executor.submit(work_on, path, order, opening)) for path in paths]
            for path, future in waiting:
                found[path] = _result(path, future)
                progress(len(found), total, "workbooks")
        except BrokenProcessPool:
            for path, future in waiting:
                if path not in found and future.done() and not future.exception():
                    found[path] = future.result()
            return True
    return False


def _result(path: Path, future: Future[Clinic]) -> Clinic:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as lost:  # noqa: BLE001 - what a cluster says of a worker that went away
        return Clinic(str(path), f"Its worker was lost ({type(lost).__name__}).")


def work_on(path: Path, order: Order, opening: Opening) -> Clinic:
    """Carry out an order on one workbook; what cannot be done is told, never raised."""
    began = time.perf_counter()
    figures: dict[str, int] = {}
    said: list[str] = []
    failure = ""
    try:
        _work(path, order, opening, figures, said)
    except (Refused, Unreadable, NoTable) as stop:
        failure = str(stop)
    except Exception as bug:  # noqa: BLE001 - one workbook never stops the others; its text may be personal
        at = bug.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "?"
        failure = f"A fault of the program: {type(bug).__name__} at {where}."
    return Clinic(str(path), failure, time.perf_counter() - began, figures, tuple(said))


def _work(path: Path, order: Order, opening: Opening, figures: dict[str, int], said: list[str]) -> None:
    """Do what is ordered, and leave the figures and a sentence of each step that was done."""
    from xl_massbill.commands import age, check, export  # noqa: PLC0415 - each process pays for its own

    if order.check and not order.export:
        workbook = opening(path)
        checked = check.check(workbook, order.as_of)
        check.write(workbook, checked, order.as_of)
        workbook.save()
        _count(figures, checked)
        said.append(checked.sentence())
    if order.export:
        done = export.export(opening(path), order.as_of, order.now, user=order.user)
        _count(figures, done.plan.checked)
        figures["claims_written"] = len(done.plan.drafts) if done.files else 0
        figures["charges_written"] = done.plan.total if done.files else 0
        said.append(done.sentence())
    if order.age:
        workbook = opening(path)
        aged = age.age(workbook, order.as_of)
        age.write(workbook, aged)
        workbook.save()
        total = aged.usual().total
        figures |= {"unbilled": total.unbilled, **dict(zip(BUCKETS, total.buckets, strict=True))}
        figures |= {"owed": total.total, "credits": total.credits}
        said.append(f"Owed ${total.total / 100:,.2f}.")


def _count(figures: dict[str, int], checked: Any) -> None:
    counts = checked.counts()
    figures["lines"] = len(checked.lines)
    figures |= {f"{severity}s": counts[severity] for severity in ("error", "warning")}

"""The summary of many clinics as a workbook: one row a workbook, and a table of those that failed."""

from __future__ import annotations

from pathlib import Path

from xl_massbill.commands.fleet import Clinic, Fleet
from xl_massbill.template.summary import COUNT, MONEY, Head, Listing, Value, summary

_FIGURES = (
    Head("lines", COUNT, 10),
    Head("errors", COUNT, 10),
    Head("warnings", COUNT, 10),
    Head("claims_written", COUNT, 10),
    Head("charges_written", MONEY),
    Head("unbilled", MONEY),
    Head("0-30", MONEY),
    Head("31-60", MONEY),
    Head("61-90", MONEY),
    Head("91-120", MONEY),
    Head("120+", MONEY),
    Head("owed", MONEY),
    Head("credits", MONEY),
)


def sheet(fleet: Fleet, folder: Path) -> bytes:
    """Return the summary as the bytes of a workbook; paths are shown from the folder on."""
    done = [clinic for clinic in fleet.clinics if not clinic.failure]
    held = fleet.sums()
    heads = [head for head in _FIGURES if head.words in held]
    shown = [Head("Workbook", width=44), *(head._replace(words=_words(head.words)) for head in heads)]
    rows = [[_name(clinic, folder), *(_value(clinic, head) for head in heads)] for clinic in done]
    day = fleet.order.as_of
    failed = [[_name(clinic, folder), clinic.failure] for clinic in fleet.failures]
    return summary(
        {
            "Summary": Listing(f"{len(done):,} workbooks as of {day}", shown, rows, with_sums=True),
            "Failures": Listing(
                f"{len(failed):,} workbooks that could not be worked on",
                (Head("Workbook", width=44), Head("Why", width=90)),
                failed,
            ),
        }
    )


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize() + (" days" if name[0].isdigit() else "")


def _value(clinic: Clinic, head: Head) -> Value:
    figure = clinic.figures.get(head.words)
    return figure if figure is None or head.format != MONEY else figure / 100


def _name(clinic: Clinic, folder: Path) -> str:
    path = Path(clinic.path)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else clinic.path

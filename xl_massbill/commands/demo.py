"""The main job on an invented practice: new workbook, check, call list, claims, and what is owed.

Source: DESIGN §4; everything in the practice is invented.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from xl_massbill.book.workbook import Workbook
from xl_massbill.commands import age, check, export, kpi
from xl_massbill.commands.new import Filling, new
from xl_massbill.commands.previsit import call_list
from xl_massbill.errors import Refused
from xl_massbill.sample import AS_OF, sample, write_csv

BOOK = "massbill_demo.xlsx"
SHOWN = 8
Opening = Callable[[Path], Workbook]


def demo(folder: Path, filling: Filling, opening: Opening, say: Callable[[str], None]) -> None:
    """Run the whole river once in a folder, telling what happens; raise Refused if a demo is there."""
    path = folder / BOOK
    if path.exists():
        raise Refused(f"{path} is there from an earlier run. Delete the folder {folder} or name another one.")
    write_csv(sample(), folder / "tables")
    say("1. New      " + new(path, folder / "tables", filling))
    workbook = opening(path)
    checked = check.check(workbook, AS_OF)
    check.write(workbook, checked, AS_OF)
    workbook.save()
    say("2. Check    " + checked.sentence())
    for line in _examples(checked):
        say("            " + line)
    say("3. Calls    " + call_list(workbook, AS_OF).sentence())
    # the demo's own clock stands at its own day, so that its files are the same each time
    done = export.export(opening(path), AS_OF, dt.datetime.combine(AS_OF, dt.time(17, 30)))
    say("4. Export   " + done.sentence())
    workbook = opening(path)
    aged = age.age(workbook, AS_OF)
    age.write(workbook, aged)
    kpi.write(workbook, kpi.figures(workbook, AS_OF))  # what there is to be seen on sheet Dashboard
    workbook.save()
    say("5. Age      " + f"as of {AS_OF}, by payer:")
    for line in aged.text().splitlines():
        say("            " + line)
    say("")
    say(f"The workbook:    {path}")
    for file in done.files:
        say(f"The claims file: {file}")
    say("The findings:    sheet Findings of the workbook, and the column Problems beside each row")


def _examples(checked: check.Checked) -> list[str]:
    """Return one finding of each rule, errors first, to show what they look like."""
    seen: Counter[str] = Counter()
    lines: list[str] = []
    for finding in checked.findings:
        seen[finding.rule] += 1
        if seen[finding.rule] == 1 and len(lines) < SHOWN:
            lines.append(f"{finding.severity.value.upper():8}{finding.rule}  {finding.message}")
    return lines

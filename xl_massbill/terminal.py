"""Progress in the terminal: one bar, drawn only for a person who watches."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn


def progress_bar() -> Callable[[int, int, str], None]:
    """Return a function (done, total, what) that draws a bar on standard error and removes it at the end."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    )
    tasks: dict[str, TaskID] = {}

    def show(done: int, total: int, what: str) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total)
            bar.start()
        bar.update(tasks[what], completed=done, total=total)
        if done >= total:
            bar.remove_task(tasks.pop(what))
        if not tasks:
            bar.stop()

    return show

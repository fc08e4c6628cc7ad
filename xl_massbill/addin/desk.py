"""How a button speaks with the person: shows a sentence, asks for a word, a yes, a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "MassBill"
_TEXT = 2
"""What Excel's input box shall return: a text."""


class Desk(Protocol):
    """The person at the computer."""

    def show(self, sentence: str) -> None:
        """Show a sentence until the person has seen it."""

    def hint(self, sentence: str) -> None:
        """Show a sentence beside the work, without asking for anything."""

    def ask(self, question: str) -> str | None:
        """Ask for a text; None if the person would rather not."""

    def confirm(self, question: str) -> bool:
        """Ask for a yes."""

    def choose_files(self, what: str) -> Sequence[Path]:
        """Let the person choose files; none if they would rather not."""


class ExcelDesk:
    """The person in front of Excel."""

    def __init__(self, app: xw.App) -> None:
        self._app: Any = app

    def show(self, sentence: str) -> None:
        """Show a message box."""
        self._app.alert(sentence, TITLE)

    def hint(self, sentence: str) -> None:
        """Write into the status bar."""
        self._app.status_bar = f"{TITLE}: {sentence}"

    def ask(self, question: str) -> str | None:
        """Show an input box."""
        if sys.platform == "darwin":
            from xl_massbill.addin import mac_dialogs  # noqa: PLC0415 - only there

            return mac_dialogs.ask(question)
        answer = self._app.api.InputBox(Prompt=question, Title=TITLE, Type=_TEXT)
        return str(answer).strip() if isinstance(answer, str) else None  # False: cancelled

    def confirm(self, question: str) -> bool:
        """Show a message box with yes and no."""
        return bool(self._app.alert(question, TITLE, buttons="yes_no") == "yes")

    def choose_files(self, what: str) -> Sequence[Path]:
        """Show the dialog that opens files."""
        if sys.platform == "darwin":
            from xl_massbill.addin import mac_dialogs  # noqa: PLC0415 - only there

            return mac_dialogs.choose_files(what)
        found = self._app.api.GetOpenFilename(Title=what, MultiSelect=True)
        return [Path(name) for name in found] if isinstance(found, (list, tuple)) else []

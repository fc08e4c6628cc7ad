"""What may be asked of the key figures: all of them, one part, one figure, or the rows that make it.

Source: handbook §10.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xl_massbill.aging.kpi import Kpi
from xl_massbill.codes.key_figures import KEY_FIGURES
from xl_massbill.commands.kpi import PARTS, Figures, figure_json
from xl_massbill.commands.kpi_words import aim, rows_text, text
from xl_massbill.errors import Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `by` payer, therapist or month, `measure` the short name of a figure, `rows` its claims."""

    by: str = ""
    measure: str = ""
    rows: bool = False

    def __post_init__(self) -> None:
        """Raise Refused for a question that makes no sense."""
        if self.by and self.by not in PARTS:
            raise Refused(f"Figures are parted by {', '.join(PARTS)}, not by {self.by}.")
        if self.measure and self.measure not in KEY_FIGURES:
            raise Refused(f"There is no figure {self.measure}. It is one of: {', '.join(KEY_FIGURES)}.")
        if self.rows and not self.measure:
            raise Refused(f"Say whose rows: --measure with one of {', '.join(KEY_FIGURES)}.")

    def text(self, found: Figures) -> str:
        """Return the answer for the terminal."""
        if self.rows:
            return rows_text(found, self.measure)
        if not self.measure:
            return text(found, self.by)
        whole = found.figure(self.measure)
        lines = [f"{whole.figure.title}: {whole.text()} = {whole.figure.formula}.{aim(whole)}"]
        return "\n".join([*(f"{key[:27]:28}{kpi.text():>14}" for key, kpi in self._parts(found)), *lines])

    def as_json(self, found: Figures) -> dict[str, Any]:
        """Return the answer as JSON values; sums of a figure in cents, of its rows in dollars."""
        if not self.measure:
            whole = found.as_json()
            return whole | {"parts": {self.by: whole["parts"][self.by]}} if self.by else whole
        answer = {
            name: value for name, value in found.as_json().items() if name in ("from", "to", "as_of", "basis")
        }
        answer["figure"] = figure_json(found.figure(self.measure))
        if self.by:
            answer["parts"] = {self.by: {key: kpi.value for key, kpi in self._parts(found)}}
        if self.rows:
            answer["rows"] = [row._asdict() for row in found.rows(self.measure)]
        return answer

    def _parts(self, found: Figures) -> list[tuple[str, Kpi]]:
        parts = found.parts[self.by].items() if self.by else ()
        return [(key, next(kpi for kpi in kpis if kpi.key == self.measure)) for key, kpis in parts]

"""The 270 (005010X279A1): questions to payers about benefits, written, read back and verified.

Source: handbook §8.4, §5.9, §7.2 (envelope).
"""

from xl_massbill.forms.x270.question import Person, Question, misfit
from xl_massbill.forms.x270.reading import ReadQuestion, read_questions, traces_in
from xl_massbill.forms.x270.verifying import verify
from xl_massbill.forms.x270.writing import PATIENTS_A_SET, Inquiry, sets_of, write

__all__ = [
    "PATIENTS_A_SET",
    "Inquiry",
    "Person",
    "Question",
    "ReadQuestion",
    "misfit",
    "read_questions",
    "sets_of",
    "traces_in",
    "verify",
    "write",
]

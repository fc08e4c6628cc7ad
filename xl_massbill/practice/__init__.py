"""The practice as the rules see it: every table read and keyed, visit lines joined with all they point to."""

from xl_massbill.practice import (  # noqa: F401 - they register their columns
    ages,
    benefit_period,
    billable,
    billed,
    enrolments,
    fees,
    filing,
    licences,
    long_care,
    meters,
    ncci_pairs,
    note_likeness,
    note_minutes,
    note_series,
    note_words,
    orders,
    prices,
    progress_reports,
    services,
    state_law,
    unit_counts,
    visit_counts,
    visit_sets,
)
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.records import Records

__all__ = ["Lines", "Records", "derived"]

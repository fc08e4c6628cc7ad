"""The practice as the rules see it: every table read and keyed, visit lines joined with all they point to."""

from xl_massbill.practice import billable, unit_counts  # noqa: F401 - they register their columns
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.records import Records

__all__ = ["Lines", "Records", "derived"]

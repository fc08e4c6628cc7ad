"""The three ways a command can stop; everything else is a finding or a bug.

Each holds one plain sentence for the office manager, without personal data.
"""


class Unreadable(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """A file from outside could not be read: it is damaged, cut short, or something else."""


class Refused(Exception):  # noqa: N818
    """We will not do that: a locked workbook, a number used twice, a table that would be overwritten."""


class NoTable(Exception):  # noqa: N818
    """The workbook lacks a table that the command needs."""

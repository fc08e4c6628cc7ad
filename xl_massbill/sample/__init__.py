"""The sample practice: an invented massage clinic with visits, papers and notes, for demo and tests.

It knows the tables and the unit rules only; nobody in it lives.
"""

from xl_massbill.sample.files import write_csv
from xl_massbill.sample.make import AS_OF, sample
from xl_massbill.sample.manifest import Sample, Slip

__all__ = ["AS_OF", "Sample", "Slip", "sample", "write_csv"]

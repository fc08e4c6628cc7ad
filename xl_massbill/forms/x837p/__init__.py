"""The 837P (005010X222A1): the electronic professional claim, written, read back and verified.

Source: handbook §7.1-7.5.
"""

from xl_massbill.forms.x837p.reading import ReadClaim, ReadLine, claim_ids_in, read_claims, sha256_of
from xl_massbill.forms.x837p.tracing import Trace, trace
from xl_massbill.forms.x837p.verifying import verify
from xl_massbill.forms.x837p.writing import Partners, Summary, write

__all__ = [
    "Partners",
    "ReadClaim",
    "ReadLine",
    "Summary",
    "Trace",
    "claim_ids_in",
    "read_claims",
    "sha256_of",
    "trace",
    "verify",
    "write",
]

"""X12 as such: segments, envelopes, a tolerant reader and a counting writer; no health care."""

"""Slips."""
def plant(tables, as_of, rng): return []

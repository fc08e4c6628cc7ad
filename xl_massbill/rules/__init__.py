"""The checks: one rule a file, found by being there; handbook §6 is their law."""

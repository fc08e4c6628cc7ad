"""COV: does the plan pay this visit, first or second, and how much of it is left (handbook §6.2)."""

"""Denied lines: what they cost, what to compare, what to do about them, and what came of it."""

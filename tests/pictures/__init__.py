"""Draws the pictures of the README: `python -m tests.pictures`; they are looked at, not compared."""

"""Doctors' orders: is there one, is it complete, does it cover this visit (handbook §6.4, REF)."""

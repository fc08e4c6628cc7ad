"""The therapist: licensed, enrolled, within the scope of practice, in one place at a time (handbook §6.3)."""

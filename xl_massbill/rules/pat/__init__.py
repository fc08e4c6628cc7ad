"""PAT: who the patient is, as on the card, and which papers are signed (handbook §6.2)."""

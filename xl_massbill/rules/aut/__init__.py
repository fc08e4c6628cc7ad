"""Prior authorisations and referral numbers: is one needed, does it cover this visit (handbook §6.4, AUT)."""

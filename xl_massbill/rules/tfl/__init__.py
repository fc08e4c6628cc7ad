"""TFL: what must be sent by a certain day, to the payer or back to it."""

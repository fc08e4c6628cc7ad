"""Money: charges, fees, copays, and the price list itself (handbook §6.11, MON)."""

"""Orders, approvals, plans and meters: what is allowed, used, booked and left."""

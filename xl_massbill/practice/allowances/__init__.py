"""What orders, approvals, plans and policies allow, and how much of it is used, booked and left."""

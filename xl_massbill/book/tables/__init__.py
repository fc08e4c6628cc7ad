"""One class a table; importing this package gives them all by name."""

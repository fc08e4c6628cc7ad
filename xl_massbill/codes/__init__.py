"""Numbers of the world: what a code, an identifier or a quarter hour means; standard library only."""

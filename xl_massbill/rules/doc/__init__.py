"""DOC: does the signed note carry the claim."""

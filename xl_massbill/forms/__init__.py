"""Forms: a claim in, the bytes of an 837P file, a paper form or a letter out."""

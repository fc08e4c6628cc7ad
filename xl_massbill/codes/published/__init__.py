"""Official files as CMS, NCHS and X12 publish them: bytes in, records out; nothing is judged by its name."""

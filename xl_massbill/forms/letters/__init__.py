"""Letters to payers as Word files: templates that the office edits, filled with facts from the sheets."""

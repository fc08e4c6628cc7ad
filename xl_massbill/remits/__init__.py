"""What payers answer: read from their files, balanced, matched with our claims, and posted."""

"""What payers answer: read tolerantly, with the place of every fact; matched and posted elsewhere."""

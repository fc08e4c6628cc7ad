"""From checked visit lines to claims: building, numbering, the ledger, the journal."""

"""PAY: what the kind of payer, its programme and its law say about massage."""

"""CLM: is the claim put together as the payer, the form and the books want it?"""

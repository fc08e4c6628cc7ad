"""RMT: does what the payer answered add up, fit the claim, and come to what was expected?"""

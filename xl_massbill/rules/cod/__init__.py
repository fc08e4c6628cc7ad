"""COD: is the procedure code one that this payer pays, here, on that day, beside the others?"""

"""How old what is owed is: buckets and the report."""

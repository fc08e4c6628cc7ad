"""Rules with one operator turned round: some case must notice. `python -m tests.mutation` lists survivors."""

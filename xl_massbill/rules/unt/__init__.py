"""UNT: do the recorded minutes carry the billed units?"""

"""MOD: does the line wear the modifiers it needs, and none that it must not?"""

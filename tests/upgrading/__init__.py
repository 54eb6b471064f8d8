"""From every version that is in use to the newest and back: the tables are the same, and the register stays whole.

What fills a database of an earlier version knows that version alone: it imports nothing of ours, and never changes.
"""

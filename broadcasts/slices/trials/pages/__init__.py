"""The pages of trials: one's own numbers, and the page that asks on which of them a broadcast is tried.

Nobody but its owner sees a number.
"""

"""The cost of broadcasts: the estimate before, the bill after, the month's budget, Meta's own account beside ours.

Prices and deliveries come in. Writes the expenses of a day and Meta's account of a month, and nothing else.
"""

NAME = "la spesa"

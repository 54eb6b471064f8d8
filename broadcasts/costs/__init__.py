"""The cost of broadcasts: the estimate before, the bill after, and the month's budget.

Prices and deliveries come in. Writes the expenses of a day, and nothing else.
"""

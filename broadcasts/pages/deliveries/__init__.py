"""The pages of single deliveries: the list, its filters, the search, one number in clear.

Numbers are masked; whom one looks for never stands in an address.
"""

from . import delivery_list

__all__ = ["delivery_list"]

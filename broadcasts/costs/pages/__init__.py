"""The pages of costs: *Spesa*, and what other pages ask (`answers`)."""

from . import spending_page

__all__ = ["spending_page"]

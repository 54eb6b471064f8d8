"""The pages of costs: *Spesa*, and what other pages ask (`answers`).

Importing this package puts *Spesa* on the site.
"""

from . import spending_page

__all__ = ["spending_page"]

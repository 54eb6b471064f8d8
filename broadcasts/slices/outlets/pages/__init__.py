"""The pages of outlets: what became of a message at each, what a person publishes by hand, the press list.

Importing this package puts the press list on the site.
"""

from . import press

__all__ = ["press"]

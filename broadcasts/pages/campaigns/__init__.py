"""The list of broadcasts and the one place that knows every page of a broadcast.

It ties the other rooms together and is imported by none of them.
"""

from . import campaign_admin

__all__ = ["campaign_admin"]

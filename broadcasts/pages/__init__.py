"""The newsroom's pages: a room for each of them. They show and ask; `launching` and the other stages act.

Importing this package puts them on the site.
"""

from . import campaigns, deciding, deliveries, settings, writing

__all__ = ["campaigns", "deciding", "deliveries", "settings", "writing"]

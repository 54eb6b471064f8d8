"""The pages on elections: declarations and the decisions on them, electoral periods, names and offices.

The newsroom's pages ask `answers`; whoever decides here calls the slice or `launching`.
"""

from . import period_admin

__all__ = ["period_admin"]

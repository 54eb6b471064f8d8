"""The pages on elections: declarations and the decisions on them, electoral periods, names and offices."""

from . import period_admin

__all__ = ["period_admin"]

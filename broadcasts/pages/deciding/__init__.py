"""The pages on which somebody confirms a step: the approval first of all, and electoral periods.

They say what will happen before it does; a press runs the step of `parts.buttons`.
"""

from . import period_admin

__all__ = ["period_admin"]

"""The bar on every page of the admin: why broadcasts cannot leave, or what elections ask of somebody, and what to do.

One query for a page, one more where something halted, two while an electoral period holds, and only for staff whom
it concerns.
Reads rows of every app; changes nothing.
"""

from broadcasts.parts.desk import Alert

from .alert import KINDS
from .bar import MAY_ACT, RULES, Facts, for_user, gather

__all__ = ["KINDS", "MAY_ACT", "RULES", "Alert", "Facts", "for_user", "gather"]

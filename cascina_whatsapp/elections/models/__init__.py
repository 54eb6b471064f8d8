"""The tables: electoral periods, orders of Agcom, and who holds an office or stands for one.

Rows, constraints and the queryset that says which periods hold. Nothing here decides.
"""

from .office_holders import OfficeHolder
from .orders import AgcomOrder
from .periods import ElectoralPeriod, ElectoralPeriodQuerySet

__all__ = ["AgcomOrder", "ElectoralPeriod", "ElectoralPeriodQuerySet", "OfficeHolder"]

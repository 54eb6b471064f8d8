"""The tables: electoral periods, and who holds an office or stands for one.

Rows, constraints and the queryset that says which periods hold. Nothing here decides.
"""

from .office_holders import OfficeHolder
from .periods import ElectoralPeriod, ElectoralPeriodQuerySet

__all__ = ["ElectoralPeriod", "ElectoralPeriodQuerySet", "OfficeHolder"]

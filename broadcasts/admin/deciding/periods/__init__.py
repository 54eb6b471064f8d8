"""The pages of elections: periods, what follows from a decision on one, names of office holders.

They show and ask: cascina_whatsapp.elections writes, broadcasts.launching.periods does what a decision brings.
"""

from . import office_holders, period_admin

__all__ = ["office_holders", "period_admin"]

"""The pages of elections: periods, what follows from a decision on one, orders of Agcom, names of office holders.

They show and ask: cascina_whatsapp.elections writes, broadcasts.launching.periods does what a decision brings.
"""

from . import orders, period_admin

__all__ = ["orders", "period_admin"]

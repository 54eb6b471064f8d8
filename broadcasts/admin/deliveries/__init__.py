# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of single deliveries: the list, its filters, the search, one number in clear.

Numbers are masked; whom one looks for never stands in an address.
"""

from . import delivery_list, unmasking

__all__ = ["delivery_list", "unmasking"]

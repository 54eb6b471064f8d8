# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cost of broadcasts: the estimate before, the bill after, and the month's budget.

Prices and deliveries come in. Writes the expenses of a day, and nothing else.
"""

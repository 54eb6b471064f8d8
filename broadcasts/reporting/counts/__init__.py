# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counts of broadcasts: kept and brought up to date, over time, and how soon people read.

Pages read what is kept; `refreshing` alone writes.
"""

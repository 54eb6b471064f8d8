# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counts of broadcasts: by state, over time, and how soon people read. Kept only of large ones that are over."""

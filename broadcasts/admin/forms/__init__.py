# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is filled in: a broadcast, a decision about it, when it leaves, to whom, the office's hours.

Forms alone: they read and refuse, and know no page.
"""

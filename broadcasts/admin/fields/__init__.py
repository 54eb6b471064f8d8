# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of a broadcast, of the decisions about it, of its moment and audience, and of the office's hours.

Forms alone: they read and refuse, and know no page.
"""

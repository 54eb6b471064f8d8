# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calendar of broadcasts that left and will leave, as a page.

Reads broadcasts and the office's hours; writes nothing.
"""

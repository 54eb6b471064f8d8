# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Broadcasts about the service itself: the yearly reminder, a changed notice, a pause, an order of Agcom.

Their words are texts of the service; these pages decide and prepare, nothing more.
"""

from . import notice_decisions

__all__ = ["notice_decisions"]

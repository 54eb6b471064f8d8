# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trying a broadcast: the numbers of who works here, and the page that sends to them.

`editing` proves the numbers, `sending` sends; who is not its owner sees no number.
"""

from . import trial_numbers, trial_page

__all__ = ["trial_numbers", "trial_page"]

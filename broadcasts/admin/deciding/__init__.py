# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages on which somebody confirms a step: the approval first of all, and electoral periods.

They say what will happen before it does; a press runs the step of `parts.buttons`.
"""

from . import periods

__all__ = ["periods"]

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows of the staff's accounts, beside Django's own, a module for each noun; moments in UTC.

Each table has one writer, which its model names.
"""

from .changes import AccountChange
from .invitations import Invitation
from .sessions import StaffSession

__all__ = ["AccountChange", "Invitation", "StaffSession"]

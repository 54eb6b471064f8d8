# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every check, and its label by its name."""

from .machine_table import MACHINE
from .meta_table import META

CHECKS = (*MACHINE, *META)
LABELS = {check.name: check.label for check in CHECKS}

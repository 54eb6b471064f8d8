# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The newsroom's pages: one module per noun. They show and ask; `launching` and the other stages act."""

from . import (
    campaigns,
    costs,
    deliveries,
    notice_decisions,
    notices,
    number,
    office,
    ready_texts,
    trial_numbers,
    trials,
    unmasking,
    whatsapp_templates,
)

__all__ = [
    "campaigns",
    "costs",
    "deliveries",
    "notice_decisions",
    "notices",
    "number",
    "office",
    "ready_texts",
    "trial_numbers",
    "trials",
    "unmasking",
    "whatsapp_templates",
]

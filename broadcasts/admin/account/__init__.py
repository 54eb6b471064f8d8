# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Meta grants and asks: our number, its notices, the templates, prices and the budget.

These pages read what `whatsapp_account` and `costs` keep; only templates are submitted from here.
"""

from . import costs, notices, number, whatsapp_templates

__all__ = ["costs", "notices", "number", "whatsapp_templates"]

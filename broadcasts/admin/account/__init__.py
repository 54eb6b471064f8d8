# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of our number at Meta, its notices, the templates, the prices and the budget.

These pages read what `whatsapp_account` and `costs` keep; only templates are submitted from here.
"""

from . import costs, notices, number, whatsapp_templates

__all__ = ["costs", "notices", "number", "whatsapp_templates"]

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep an active period and an order of Agcom as they are. Made by the migration `0002_guards`."""

from cascina_whatsapp.append_only import triggers

EXPECTED = {
    "sqlite": {"period_no_update", "period_no_delete", "agcom_order_no_delete"},
    "postgresql": {
        "period_no_change",
        "period_no_truncate",
        "agcom_order_no_delete",
        "agcom_order_no_truncate",
    },
}


def lacking() -> list[str]:
    """List the triggers guarding active periods and Agcom's orders that the database lacks, or has switched off."""
    return triggers.lacking(EXPECTED)

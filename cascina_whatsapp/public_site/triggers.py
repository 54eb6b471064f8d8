# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep corrections and withdrawals as they are. Made by the migration `0002_guards`."""

from cascina_whatsapp.append_only import triggers

EXPECTED = {
    "sqlite": {"amendment_no_update", "amendment_no_delete"},
    "postgresql": {"amendment_no_change", "amendment_no_truncate"},
}


def lacking() -> list[str]:
    """List the triggers guarding corrections and withdrawals that the database lacks, or has switched off."""
    return triggers.lacking(EXPECTED)

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep the trail as it is. Made by the migration `0002_guards`."""

from cascina_whatsapp.append_only import triggers

EXPECTED = {
    "sqlite": {"trail_no_update", "trail_no_delete"},
    "postgresql": {"trail_no_change", "trail_no_truncate"},
}


def lacking() -> list[str]:
    """List the triggers guarding the trail that the database lacks, or has switched off."""
    return triggers.lacking(EXPECTED)

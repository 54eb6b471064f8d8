# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep published alerts as they are. Made by the migration `0033_alert_file_guards`."""

from cascina_whatsapp.append_only import triggers

EXPECTED = {
    "sqlite": {"alert_file_no_update", "alert_file_no_delete"},
    "postgresql": {"alert_file_no_change", "alert_file_no_truncate"},
}


def lacking() -> list[str]:
    """List the triggers guarding published alerts that the database lacks, or has switched off."""
    return triggers.lacking(EXPECTED)

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers by which the database itself refuses to change the register. Made by the migration `0003_guards`."""

from cascina_whatsapp.append_only import triggers

EXPECTED = {
    "sqlite": {
        "consent_no_update",
        "consent_no_delete",
        "seal_no_update",
        "seal_no_delete",
        "text_no_update",
        "text_no_delete",
    },
    "postgresql": {
        "consent_no_change",
        "consent_no_truncate",
        "seal_no_change",
        "seal_no_truncate",
        "text_no_change",
        "text_no_truncate",
    },
}


def lacking() -> list[str]:
    """The names of the triggers that are not there, or switched off."""
    return triggers.lacking(EXPECTED)

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep declarations as they are. Made by the migration `0018_declaration_guards`."""

from cascina_whatsapp.append_only import triggers

EXPECTED = {
    "sqlite": {"declaration_no_update", "declaration_no_delete"},
    "postgresql": {"declaration_no_change", "declaration_no_truncate"},
}


def lacking() -> list[str]:
    """List the triggers guarding declarations that the database lacks, or has switched off."""
    return triggers.lacking(EXPECTED)

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers of the register, dropped and made again as the migration makes them, for tests that must pass them."""

from importlib import import_module

from django.db import connection, transaction

migration = import_module("subscribers.migrations.0003_guards")


def drop() -> None:
    """From here on the register can be changed, and emptied."""
    _execute(migration.UNPROTECT[connection.vendor])


def make() -> None:
    """From here on the database refuses it again."""
    _execute(getattr(migration, f"protect_{connection.vendor}")())


@transaction.atomic
def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

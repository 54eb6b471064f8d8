"""The triggers of everything that is kept for good, dropped and made again as migrations make them, for tests in
their way: of the register, the trail, electoral periods, declarations, corrections, withdrawals and alerts."""

from importlib import import_module

from django.db import connection, transaction

MIGRATIONS = [
    import_module(f"{app}.migrations.{name}")
    for app, name in (
        ("subscribers", "0003_guards"),
        ("cascina_whatsapp.security.trail", "0002_guards"),
        ("cascina_whatsapp.elections", "0004_agcom_notes"),
        ("broadcasts", "0018_declaration_guards"),
        ("broadcasts", "0033_alert_file_guards"),
        ("cascina_whatsapp.web.public_site", "0002_guards"),
    )
]


def drop() -> None:
    """From here on all of it can be changed, and emptied."""
    _execute([statement for migration in MIGRATIONS for statement in migration.UNPROTECT[connection.vendor]])


def make() -> None:
    """From here on the database refuses it again."""
    _execute(
        [
            statement
            for migration in MIGRATIONS
            for statement in getattr(migration, f"protect_{connection.vendor}")()
        ]
    )


@transaction.atomic
def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

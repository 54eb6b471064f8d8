"""Numbers that Meta knows of are not given twice.

A message carries the number of its row, and Meta tells of it for weeks. In an older copy the next rows would get
numbers that other people's messages bear already, and their receipts would be taken for these.
"""

from django.db import connection, models

SKIPPED = 1_000_000
"""The numbers that are skipped: more rows than are written between a backup and the moment at which it is needed. Few
enough that no number soon has nine digits, which logs and trail take for a telephone's."""


def skip_ahead(*tables: type[models.Model]) -> None:
    """The next rows of these tables get numbers far beyond those that may have been given since the copy."""
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in tables):
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(sequence, nextval(sequence) + %s) FROM pg_get_serial_sequence(%s, 'id') sequence",
                    [SKIPPED, table],
                )
            else:
                cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [SKIPPED, table])

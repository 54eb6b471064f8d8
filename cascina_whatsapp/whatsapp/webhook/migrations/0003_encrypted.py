"""Bodies are encrypted after `migrate`; the columns can hold them as they are."""

from django.db import DatabaseError, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("webhook_webhookpost", "webhook_deadletter")
ENCRYPTED = {
    "sqlite": [f"{table} WHERE hex(substr(body, 1, 5)) = '656E633100'" for table in TABLES],
    "postgresql": [f"{table} WHERE encode(substr(body, 1, 5), 'hex') = '656e633100'" for table in TABLES],
}


def refuse_while_encrypted(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before can't read what is encrypted: it has to be decrypted first, by a command."""
    for condition in ENCRYPTED[schema_editor.connection.vendor]:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {condition} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise DatabaseError("First run: manage.py rotate_keys --decrypt (docs/upgrading.md)")


class Migration(migrations.Migration):
    dependencies = [("webhook", "0002_received_at")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, refuse_while_encrypted),
    ]

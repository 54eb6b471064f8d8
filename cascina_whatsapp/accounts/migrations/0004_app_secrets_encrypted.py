"""Room for the secrets of apps of codes once they are encrypted, which our own `migrate` does afterwards."""

from django.db import DatabaseError, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def refuse_while_encrypted(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before can't read what is encrypted: it has to be decrypted first, by a command."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_authenticatorapp WHERE secret LIKE 'enc1.%' LIMIT 1")
        if cursor.fetchone():
            raise DatabaseError("First run: manage.py rotate_keys --decrypt (docs/upgrading.md)")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_factors")]

    operations = [
        migrations.AlterField(
            model_name="authenticatorapp",
            name="secret",
            field=models.TextField(verbose_name="segreto"),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_while_encrypted),
    ]

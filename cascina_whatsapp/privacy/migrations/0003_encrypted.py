"""A longer column for what is encrypted. What is in it is encrypted after `migrate`."""

from django.db import DatabaseError, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CONDITIONS = [
    "privacy_rightsrequest WHERE contact LIKE 'enc1.%' OR note LIKE 'enc1.%' OR outcome LIKE 'enc1.%'"
]
ENCRYPTED = {"sqlite": CONDITIONS, "postgresql": CONDITIONS}


def refuse_while_encrypted(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before can't read what is encrypted: it has to be decrypted first, by a command."""
    for condition in ENCRYPTED[schema_editor.connection.vendor]:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {condition} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise DatabaseError("First run: manage.py rotate_keys --decrypt (docs/upgrading.md)")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_groups")]
    operations = [
        migrations.AlterField(
            model_name="rightsrequest",
            name="contact",
            field=models.TextField(
                blank=True,
                help_text="Solo se la risposta non va per WhatsApp. Si svuota quando la richiesta è chiusa.",
                max_length=200,
                verbose_name="recapito per la risposta",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_while_encrypted),
    ]

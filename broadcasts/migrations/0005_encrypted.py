"""Columns for what is encrypted: longer, and found by the pseudonym. What is in them is encrypted after `migrate`."""

from django.conf import settings
from django.db import DatabaseError, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CONDITIONS = [
    "broadcasts_delivery WHERE wamid LIKE 'enc1.%'",
    "broadcasts_trialnumber WHERE phone LIKE 'enc1.%'",
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
    dependencies = [
        ("broadcasts", "0004_reasons_out_of_histories"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="trialnumber", name="one_trial_number_once"),
        migrations.RemoveIndex(model_name="trialnumber", name="trial_number_waiting"),
        migrations.AddField(
            model_name="trialnumber",
            name="pseudonym",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="wamid",
            field=models.TextField(blank=True, default="", verbose_name="id WhatsApp"),
        ),
        migrations.AlterField(
            model_name="trialnumber",
            name="phone",
            field=models.TextField(help_text="Il tuo: per esempio 335 1234567.", verbose_name="numero"),
        ),
        migrations.AddIndex(
            model_name="trialnumber",
            index=models.Index(fields=["pseudonym"], name="trial_number_by_pseudonym"),
        ),
        migrations.AddConstraint(
            model_name="trialnumber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("pseudonym", ""), _negated=True),
                fields=("user", "pseudonym"),
                name="trial_number_once_per_person",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_while_encrypted),
    ]

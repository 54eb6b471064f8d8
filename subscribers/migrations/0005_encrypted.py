"""Columns for what is encrypted: longer, and found by the pseudonym. What is in them is encrypted after `migrate`."""

from django.db import DatabaseError, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ENCRYPTED = {
    vendor: [
        "subscribers_subscriber WHERE phone LIKE 'enc1.%' OR bsuid LIKE 'enc1.%'",
        f"subscribers_reply WHERE phone LIKE 'enc1.%' OR bsuid LIKE 'enc1.%' OR {content} LIKE '\"enc1.%'",
        "subscribers_importrow WHERE phone LIKE 'enc1.%' OR reference LIKE 'enc1.%'",
    ]
    for vendor, content in (("sqlite", "content"), ("postgresql", "content::text"))
}


def refuse_while_encrypted(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before can't read what is encrypted: it has to be decrypted first, by a command."""
    for condition in ENCRYPTED[schema_editor.connection.vendor]:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {condition} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise DatabaseError("First run: manage.py rotate_keys --decrypt (docs/upgrading.md)")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0004_times_in_doubt")]
    operations = [
        migrations.RemoveConstraint(model_name="importrow", name="one_import_row_per_number"),
        migrations.RemoveConstraint(model_name="subscriber", name="subscriber_one_phone"),
        migrations.RemoveConstraint(model_name="subscriber", name="subscriber_one_bsuid"),
        migrations.AddField(
            model_name="importrow",
            name="pseudonym",
            field=models.CharField(
                blank=True, db_default="", editable=False, max_length=64, verbose_name="pseudonimo"
            ),
        ),
        migrations.AlterField(
            model_name="importrow", name="phone", field=models.TextField(verbose_name="numero")
        ),
        migrations.AlterField(
            model_name="importrow",
            name="reference",
            field=models.TextField(verbose_name="riferimento della prova"),
        ),
        migrations.AlterField(
            model_name="reply",
            name="bsuid",
            field=models.TextField(blank=True, verbose_name="identificativo WhatsApp"),
        ),
        migrations.AlterField(
            model_name="reply", name="phone", field=models.TextField(blank=True, verbose_name="numero")
        ),
        migrations.AlterField(
            model_name="subscriber",
            name="bsuid",
            field=models.TextField(blank=True, editable=False, verbose_name="identificativo WhatsApp"),
        ),
        migrations.AlterField(
            model_name="subscriber",
            name="phone",
            field=models.TextField(blank=True, editable=False, verbose_name="numero"),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["pseudonym"], name="import_row_by_person"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("pseudonym", ""), _negated=True),
                fields=("batch", "pseudonym"),
                name="one_import_row_per_person",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_while_encrypted),
    ]

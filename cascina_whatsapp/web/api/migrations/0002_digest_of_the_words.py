"""A draft knows the digest of the words that were proposed: other words under its reference are told so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_systems")]

    operations = [
        migrations.AddField(
            "systemdraft",
            "digest",
            models.CharField(
                db_default="", default="", editable=False, max_length=64, verbose_name="impronta delle parole"
            ),
        )
    ]

"""A correction may correct the event that a message announces."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("public_site", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="amendment",
            name="occasion",
            field=models.JSONField(blank=True, null=True, verbose_name="evento"),
        ),
        migrations.AddField(
            model_name="proposedcorrection",
            name="occasion",
            field=models.JSONField(blank=True, null=True, verbose_name="evento"),
        ),
    ]

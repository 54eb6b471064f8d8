"""A broadcast may announce an event: from when to when, and where."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0035_called_off"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="occasion_begins",
            field=models.DateField(blank=True, null=True, verbose_name="giorno in cui comincia l'evento"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="occasion_begins_at",
            field=models.TimeField(blank=True, null=True, verbose_name="ora in cui comincia l'evento"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="occasion_ends",
            field=models.DateField(blank=True, null=True, verbose_name="giorno in cui finisce l'evento"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="occasion_ends_at",
            field=models.TimeField(blank=True, null=True, verbose_name="ora in cui finisce l'evento"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="occasion_place",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="luogo dell'evento"
            ),
        ),
    ]

"""A colleague's secret address of the calendar: its digest, and how often it was read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0007_steps_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="impronta"),
                ),
                ("made_at", models.DateTimeField(verbose_name="creato il")),
                ("read_at", models.DateTimeField(null=True, verbose_name="letto l'ultima volta")),
                ("counted_since", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="di chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "indirizzo del calendario",
                "verbose_name_plural": "indirizzi del calendario",
            },
        ),
    ]

"""Verifications of the register that somebody asked for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0010_export_for_excel"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CheckRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="chiesta il")),
                ("started_at", models.DateTimeField(null=True, verbose_name="iniziata")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chiesta da",
                    ),
                ),
                (
                    "check_made",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subscribers.registercheck",
                        verbose_name="verifica",
                    ),
                ),
            ],
            options={
                "verbose_name": "verifica chiesta",
                "verbose_name_plural": "verifiche chieste",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
    ]

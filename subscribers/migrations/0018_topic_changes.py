"""Topics that wait for a second person. Who that may be: the privacy app's migration of the same purpose."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0017_trail_in_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="TopicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposta il")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Da approvare"),
                            ("approved", "Approvata"),
                            ("refused", "Rimandata"),
                            ("withdrawn", "Ritirata"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="esito",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decisa il")),
                ("changes", models.JSONField(verbose_name="che cosa cambia")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decisa da",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposta da",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subscribers.topic",
                        verbose_name="argomento",
                    ),
                ),
            ],
            options={
                "verbose_name": "argomento proposto",
                "verbose_name_plural": "argomenti proposti",
                "ordering": ["-pk"],
                "permissions": [("approve_topic", "Può mettere in vigore un argomento proposto da altri")],
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")),
                        fields=("topic",),
                        name="one_open_change_per_topic",
                    )
                ],
            },
        ),
    ]

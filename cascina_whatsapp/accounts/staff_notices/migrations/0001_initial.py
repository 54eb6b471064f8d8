"""The table of what colleagues are told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="indirizzo")),
                ("subject", models.CharField(max_length=200, verbose_name="oggetto")),
                ("sentence", models.TextField(verbose_name="che cosa")),
                ("page", models.CharField(max_length=200, verbose_name="pagina")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="quando")),
                ("read_at", models.DateTimeField(null=True, verbose_name="letta il")),
                ("wants_email", models.BooleanField(default=False, verbose_name="da mandare per e-mail")),
                ("tried", models.PositiveSmallIntegerField(default=0, verbose_name="tentativi")),
                ("try_again_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="a chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "novità",
                "verbose_name_plural": "novità",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["person", "-at"], name="staff_notice_of_whom"),
                    models.Index(
                        condition=models.Q(("wants_email", True)), fields=["at"], name="staff_notice_to_send"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("address", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="staff_notice_to_somebody",
                    )
                ],
            },
        ),
    ]

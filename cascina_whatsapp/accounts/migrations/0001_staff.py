"""Whose each session is, the links by which accounts begin, and changes that wait for a second person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("privacy", "0002_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("browser", models.CharField(max_length=60, verbose_name="browser")),
                ("started_at", models.DateTimeField(verbose_name="iniziata")),
                ("last_used_at", models.DateTimeField(verbose_name="usata l'ultima volta")),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sessions.session",
                        verbose_name="sessione",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "sessione",
                "verbose_name_plural": "sessioni",
            },
        ),
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("give", "assegnare un gruppo"),
                            ("take", "togliere un gruppo"),
                            ("email", "cambiare l'e-mail"),
                            ("reopen", "riaprire l'account"),
                        ],
                        max_length=6,
                        verbose_name="che cosa",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail nuova")),
                ("reason", models.CharField(max_length=200, verbose_name="perché")),
                ("asked_at", models.DateTimeField(verbose_name="chiesto")),
                ("expires_at", models.DateTimeField(verbose_name="da decidere entro")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "In attesa"),
                            ("approved", "Approvato"),
                            ("refused", "Rifiutato"),
                            ("withdrawn", "Ritirato"),
                            ("expired", "Scaduto"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="esito",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="deciso")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="nota")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chiesto da",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deciso da",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="auth.group",
                        verbose_name="gruppo",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "cambio chiesto",
                "verbose_name_plural": "cambi chiesti",
                "ordering": ["-pk"],
                "permissions": [
                    ("decide_accountchange", "Può approvare i cambi di account chiesti da altri")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")),
                        fields=("user", "group"),
                        name="one_open_change_per_group",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("group", None), ("outcome", "open")),
                        fields=("user", "kind"),
                        name="one_open_change_of_a_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                ("sent_at", models.DateTimeField(verbose_name="mandato")),
                ("expires_at", models.DateTimeField(verbose_name="vale fino a")),
                ("used_at", models.DateTimeField(null=True, verbose_name="usato")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="ritirato")),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mandato da",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "invito",
                "verbose_name_plural": "inviti",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("used_at", None), ("withdrawn_at", None)),
                        fields=("user",),
                        name="one_open_invitation_per_account",
                    )
                ],
            },
        ),
    ]

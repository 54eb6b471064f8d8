"""Second factors, counts of attempts to sign in, and who an account is for the Comune's single sign-on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_deciding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AttemptCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="chiave")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="tentativi")),
                ("last_at", models.DateTimeField(db_index=True, verbose_name="ultimo tentativo")),
            ],
            options={
                "verbose_name": "conteggio dei tentativi",
                "verbose_name_plural": "conteggi dei tentativi",
            },
        ),
        migrations.CreateModel(
            name="AuthenticatorApp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="The human-readable name of this device.", max_length=64),
                ),
                ("confirmed", models.BooleanField(default=True, help_text="Is this device ready for use?")),
                ("secret", models.CharField(max_length=200, verbose_name="segreto")),
                ("last_step", models.BigIntegerField(default=-1, verbose_name="ultimo intervallo usato")),
                ("added_at", models.DateTimeField(verbose_name="aggiunta il")),
                (
                    "last_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="usata l'ultima volta il"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The user that this device belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "app dei codici",
                "verbose_name_plural": "app dei codici",
            },
        ),
        migrations.CreateModel(
            name="RecoveryCodes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="The human-readable name of this device.", max_length=64),
                ),
                ("confirmed", models.BooleanField(default=True, help_text="Is this device ready for use?")),
                ("digests", models.JSONField(default=list, verbose_name="impronte")),
                ("made_at", models.DateTimeField(verbose_name="creati il")),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The user that this device belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "codici di riserva",
                "verbose_name_plural": "codici di riserva",
                "constraints": [
                    models.UniqueConstraint(fields=("user",), name="accounts_one_sheet_of_codes_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="SingleSignOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=255, verbose_name="provider")),
                ("subject", models.CharField(max_length=255, verbose_name="identificativo")),
                ("linked_at", models.DateTimeField(verbose_name="collegato il")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="single_sign_on",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "accesso unico",
                "verbose_name_plural": "accessi unici",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "subject"), name="accounts_one_account_a_person"
                    )
                ],
            },
        ),
    ]

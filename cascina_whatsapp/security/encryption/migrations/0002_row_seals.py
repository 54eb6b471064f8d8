"""The seals of rows on which the service acts. `migrate` seals what is there when it applies this, and only then.

It comes after the tables of those rows, so that they are as the models say.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("encryption", "0001_initial"),
        ("accounts", "0010_words_of_second_step"),
        ("broadcasts", "0048_limits_by_two"),
        ("django_otp_webauthn", "0004_webauthnuserhandle"),
        ("privacy", "0015_withdrawn_and_sent"),
        ("public_site", "0004_reasons_change"),
        ("subscribers", "0023_who_left_is_not_counted"),
    ]
    operations = [
        migrations.CreateModel(
            name="RowSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=20, verbose_name="che cosa")),
                ("row", models.PositiveBigIntegerField(verbose_name="riga")),
                ("value", models.CharField(max_length=80, verbose_name="sigillo")),
            ],
            options={
                "verbose_name": "sigillo di una riga",
                "verbose_name_plural": "sigilli delle righe",
                "constraints": [models.UniqueConstraint(fields=("what", "row"), name="one_seal_per_row")],
            },
        ),
    ]

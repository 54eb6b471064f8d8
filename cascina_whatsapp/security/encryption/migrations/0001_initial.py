"""By what the database knows its keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="KeyCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("data", "dati"), ("pseudonym", "pseudonimi")],
                        max_length=10,
                        verbose_name="per che cosa",
                    ),
                ),
                ("name", models.CharField(max_length=8, verbose_name="nome")),
                ("value", models.CharField(max_length=64, verbose_name="impronta")),
                ("first_used_at", models.DateTimeField(auto_now_add=True, verbose_name="in uso dal")),
            ],
            options={
                "verbose_name": "impronta di una chiave",
                "verbose_name_plural": "impronte delle chiavi",
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "name"), name="one_check_per_key")
                ],
            },
        ),
    ]

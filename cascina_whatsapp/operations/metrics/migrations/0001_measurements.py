"""The figures that processes add up themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="misura")),
                ("label", models.CharField(max_length=60, verbose_name="etichetta")),
                ("bound", models.CharField(max_length=12, verbose_name="fino a")),
                ("value", models.FloatField(verbose_name="valore")),
            ],
            options={
                "verbose_name": "misura",
                "verbose_name_plural": "misure",
                "constraints": [
                    models.UniqueConstraint(fields=("name", "label", "bound"), name="one_row_per_figure")
                ],
            },
        ),
    ]

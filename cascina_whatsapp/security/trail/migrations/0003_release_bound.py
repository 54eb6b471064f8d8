"""A right to give a colleague another portion beyond a daily bound."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_guards")]
    operations = [
        migrations.AlterModelOptions(
            name="trailrecord",
            options={
                "ordering": ["-sequence"],
                "permissions": [
                    ("export_trailrecord", "Può esportare le tracce"),
                    ("release_bound", "Può concedere ad altri di superare un limite di un giorno"),
                ],
                "verbose_name": "traccia",
                "verbose_name_plural": "tracce",
            },
        ),
    ]

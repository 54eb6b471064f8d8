"""Sums reserved, rates of exchange by themselves and the days of Meta's bill are not kept any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0051_rate_beside_the_price"),
        ("privacy", "0007_exchange_rates"),  # which grants rights on what goes here
    ]

    operations = [
        migrations.DeleteModel(name="Earmark"),
        migrations.DeleteModel(name="ExchangeRate"),
        migrations.DeleteModel(name="ReportedCharge"),
        migrations.DeleteModel(name="ReportedReading"),
    ]

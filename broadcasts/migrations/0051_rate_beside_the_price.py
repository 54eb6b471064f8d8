"""The rate of exchange stands beside each price, and Meta's account is a row a month: what was known moves there.

Each price takes the rate of its first day. The newest rate is written down once more with the prices in force, so that
sums of today stay as they are.
"""

from decimal import Decimal
from typing import Any

import django.core.validators
from django.db import migrations, models
from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth


def rows(name: str, apps: Any, schema_editor: Any) -> Any:
    return apps.get_model("broadcasts", name).objects.using(schema_editor.connection.alias)


def move(apps: Any, schema_editor: Any) -> None:
    rates = rows("ExchangeRate", apps, schema_editor).order_by("valid_from", "pk")
    prices = rows("Price", apps, schema_editor)
    if newest := rates.last():
        for price in prices.all():
            known = rates.filter(valid_from__lte=price.valid_from).last() or rates.first()
            prices.filter(pk=price.pk).update(dollars_per_euro=known.dollars)
        counting = prices.filter(market="IT", waits=False, valid_from__lte=newest.valid_from)
        latest = {price.category: price for price in counting.order_by("valid_from", "pk")}
        for price in latest.values():
            if price.dollars_per_euro != newest.dollars:
                price.pk, price.set_by, price.confirmed_by = None, newest.set_by, None
                price.dollars_per_euro, price.valid_from = newest.dollars, newest.valid_from
                price.source = newest.source
                price.save(using=schema_editor.connection.alias, force_insert=True)
    months = rows("ReportedCharge", apps, schema_editor).annotate(month=TruncMonth("day")).order_by()
    figures = {"messages": Sum("messages"), "whole": Sum("cost"), "all": Count("pk"), "told": Count("cost")}
    rows("ReportedMonth", apps, schema_editor).bulk_create(
        apps.get_model("broadcasts", "ReportedMonth")(
            month=found["month"],
            messages=found["messages"],
            cost=found["whole"] if found["told"] == found["all"] else None,
        )
        for found in months.values("month").annotate(**figures)
    )


def move_back(apps: Any, schema_editor: Any) -> None:
    """Write the rates down as they were beside the prices; Meta's figures are read anew at night."""
    prices = rows("Price", apps, schema_editor).exclude(dollars_per_euro=None).order_by("valid_from", "pk")
    fields = {"dollars": F("dollars_per_euro"), "since": F("valid_from")}
    rates = rows("ExchangeRate", apps, schema_editor)
    for found in prices.values("source", "set_by", **fields):
        known = rates.filter(dollars=found["dollars"], valid_from=found["since"])
        if not known.exists():
            rates.create(
                dollars=found["dollars"],
                day=found["since"],
                valid_from=found["since"],
                source=found["source"],
                set_by_id=found["set_by"],
                set_at=f"{found['since']}T00:00:00Z",
            )


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0050_standing_still")]

    operations = [
        migrations.AddField(
            model_name="price",
            name="dollars_per_euro",
            field=models.DecimalField(
                decimal_places=4,
                help_text="Il cambio di oggi, come lo pubblica la Banca centrale europea: per esempio 1,0886. Da quel "
                "giorno ogni somma si legge con questo.",
                max_digits=8,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0.2")),
                    django.core.validators.MaxValueValidator(5),
                ],
                verbose_name="dollari per un euro",
            ),
        ),
        migrations.CreateModel(
            name="ReportedMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(unique=True, verbose_name="mese")),
                ("messages", models.PositiveIntegerField(verbose_name="messaggi")),
                (
                    "cost",
                    models.DecimalField(decimal_places=6, max_digits=14, null=True, verbose_name="costo"),
                ),
            ],
            options={"verbose_name": "conto di WhatsApp", "verbose_name_plural": "conti di WhatsApp"},
        ),
        migrations.AlterModelOptions(
            name="budget",
            options={
                "ordering": ["-valid_from", "-pk"],
                "verbose_name": "limite del mese",
                "verbose_name_plural": "spesa",
            },
        ),
        migrations.RunPython(move, move_back),
    ]

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Meta's prices for Italy as they are known today, who sees what messages cost, and who keeps prices and budgets."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.management import create_permissions
from django.db import migrations

LIST = "Listino di Meta per l'Italia, in vigore dal 1° gennaio 2026"
NEWS = "Meta, prezzi dei messaggi nella finestra dal 1° ottobre 2026: i primi mille del mese sono gratuiti"
PRICES = [
    ("marketing", Decimal("0.0691"), 0, date(2026, 1, 1), LIST),
    ("utility", Decimal("0.0300"), 0, date(2026, 1, 1), LIST),
    ("service", Decimal("0.0300"), 1000, date(2026, 10, 1), NEWS),
]
SEE = ["broadcasts.view_price", "broadcasts.view_budget"]
GROUPS = {
    "Redattore": SEE,
    "Approvatore": SEE,
    "Amministratore di sistema": [*SEE, "broadcasts.add_price", "broadcasts.add_budget"],
}


def add_prices(apps, schema_editor):
    Price = apps.get_model("broadcasts", "Price")
    for category, amount, free, day, source in PRICES:
        Price.objects.create(
            category=category, amount=amount, free_each_month=free, valid_from=day, source=source
        )


def add_permissions(apps, schema_editor):
    config = apps.get_app_config("broadcasts")
    config.models_module = True  # Django makes permissions after all migrations; the groups need them now
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, permissions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for label, codename in (permission.split(".") for permission in permissions):
            group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0014_costs"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.RunPython(add_prices, migrations.RunPython.noop),
        migrations.RunPython(add_permissions, migrations.RunPython.noop),
    ]

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may take a broadcast's report away, see a number in clear, and see who did."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

REPORT, UNMASK, WHO_UNMASKED = "export_campaign", "unmask_delivery", "view_unmasking"
GROUPS = {
    "Redattore": [REPORT],
    "Approvatore": [REPORT, UNMASK],
    "Revisore": [REPORT, WHO_UNMASKED],
    "RPD": [REPORT, UNMASK, WHO_UNMASKED],
}


def add(apps, schema_editor):
    config = apps.get_app_config("broadcasts")
    config.models_module = (
        True  # Django makes permissions only after all migrations; the groups need them now
    )
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="broadcasts", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0010_following"),
        ("privacy", "0002_groups"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

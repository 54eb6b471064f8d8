# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who prepares broadcasts about the service, and who decides to tell of a new notice: docs/privacy/roles.md."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

SEE = ["broadcasts.view_noticedecision"]
PREPARE = ["broadcasts.prepare_service_campaign"]
GROUPS = {
    "Redattore": [*SEE, *PREPARE],
    "Approvatore": [*SEE, *PREPARE, "broadcasts.add_noticedecision"],
    "Revisore": SEE,
    "RPD": SEE,
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
    for name, permissions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for label, codename in (permission.split(".") for permission in permissions):
            group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0023_service_messages"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

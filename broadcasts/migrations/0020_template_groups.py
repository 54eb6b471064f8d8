# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may submit templates to Meta; docs/privacy/roles.md explains it."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = {
    "Redattore": ["broadcasts.submit_own_template"],
    "Approvatore": ["broadcasts.submit_own_template", "broadcasts.submit_whatsapptemplate"],
    "Amministratore di sistema": ["broadcasts.submit_whatsapptemplate"],
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
    dependencies = [("broadcasts", "0019_own_templates"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

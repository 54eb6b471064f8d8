# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data-protection officer's group (RPD), and what the others may do with register, requests and imports."""

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

APPS = ["subscribers", "privacy"]
SEE_REGISTER = [
    "subscribers.view_subscriber",
    "subscribers.view_consentrecord",
    "subscribers.export_consentrecord",
    "subscribers.view_seal",
    "subscribers.view_registercheck",
    "subscribers.view_servicetext",
]
SEE_IMPORTS = ["subscribers.view_importbatch"]
TAKE_REQUESTS = ["privacy.view_rightsrequest", "privacy.add_rightsrequest"]
GROUPS = {
    "Redattore": [
        "subscribers.view_subscriber",
        "subscribers.remove_subscriber",
        "subscribers.import_subscriber",
        *SEE_IMPORTS,
        *TAKE_REQUESTS,
    ],
    "Approvatore": [
        "subscribers.remove_subscriber",
        "subscribers.import_subscriber",
        "subscribers.confirm_import",
        *SEE_IMPORTS,
        *TAKE_REQUESTS,
        "subscribers.view_servicetext",
        "subscribers.add_servicetext",
        "subscribers.change_servicetext",
        "subscribers.delete_servicetext",
    ],
    "Revisore": [*SEE_REGISTER, *SEE_IMPORTS],
    "RPD": [
        *SEE_REGISTER,
        *SEE_IMPORTS,
        *TAKE_REQUESTS,
        "privacy.change_rightsrequest",
        "privacy.erase_person",
        "privacy.export_person",
        "privacy.view_retentionrun",
        "subscribers.export_numbers",
        "subscribers.view_registerexport",
        "subscribers.view_topic",
        "broadcasts.view_campaign",
        "broadcasts.view_delivery",
    ],
    "Amministratore di sistema": ["privacy.view_retentionrun", "subscribers.view_registercheck"],
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for label in APPS:  # Django makes permissions only after all migrations; the groups need them now
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]  # anything that is true will do
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
        ("privacy", "0001_initial"),
        ("broadcasts", "0003_groups"),
        ("subscribers", "0007_guards"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

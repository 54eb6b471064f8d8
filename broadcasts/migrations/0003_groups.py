# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The staff's groups. Who may do what is the town hall's rule; docs/privacy/roles.md explains it."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ["auth", "subscribers", "broadcasts", "webhook"]
CALENDAR = [
    f"broadcasts.{action}_{model}"
    for model in ("officehours", "closure")
    for action in ("add", "change", "delete")
]
SEE_NEWSROOM = [
    "broadcasts.view_campaign",
    "broadcasts.view_delivery",
    "broadcasts.view_officehours",
    "broadcasts.view_closure",
    "broadcasts.view_whatsapptemplate",
    "broadcasts.view_accountnotice",
    "subscribers.view_topic",
]
GROUPS = {
    "Redattore": [
        *SEE_NEWSROOM,
        "broadcasts.add_campaign",
        "broadcasts.change_campaign",
        "broadcasts.delete_campaign",
    ],
    "Approvatore": [
        *SEE_NEWSROOM,
        "broadcasts.launch_campaign",
        "broadcasts.launch_urgent_campaign",
        "broadcasts.steer_campaign",
        *CALENDAR,
        "subscribers.add_topic",
        "subscribers.change_topic",
        "subscribers.view_subscriber",
    ],
    "Revisore": [
        "subscribers.view_subscriber",
        "subscribers.view_consentrecord",
        "subscribers.export_consentrecord",
        "subscribers.view_servicetext",
        "subscribers.view_topic",
        "broadcasts.view_campaign",
        "broadcasts.view_delivery",
    ],
    "Amministratore di sistema": [
        *(f"auth.{action}_user" for action in ("view", "add", "change")),
        "auth.view_group",
        "broadcasts.view_officehours",
        "broadcasts.view_closure",
        *CALENDAR,
        "broadcasts.view_whatsapptemplate",
        "broadcasts.view_accountnotice",
        "webhook.view_webhookpost",
        "webhook.view_setaside",
        "webhook.delete_setaside",
        "webhook.retry_setaside",
    ],
}


def add(apps, schema_editor):
    for label in APPS:  # Django makes permissions only after all migrations; the groups need them now
        config = apps.get_app_config(label)
        config.models_module = True
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
        ("broadcasts", "0002_hours_and_tap"),
        ("subscribers", "0003_append_only"),
        ("webhook", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

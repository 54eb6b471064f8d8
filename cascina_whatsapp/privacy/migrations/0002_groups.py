"""The staff's groups, and all that each of them may do. Here, since this app may know the tables of all the others.

Who may do what is the town hall's rule; docs/privacy/roles.md explains it.
"""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

APPS = ["auth", "subscribers", "broadcasts", "privacy", "webhook"]


def all_of(model: str, *actions: str) -> list[str]:
    app, _, name = model.partition(".")
    return [f"{app}.{action}_{name}" for action in actions]


SEE_BROADCASTS = ["broadcasts.view_campaign", "broadcasts.view_delivery", "subscribers.view_topic"]
SEE_OFFICE = ["broadcasts.view_officehours", "broadcasts.view_closure"]
KEEP_OFFICE = [
    *all_of("broadcasts.officehours", "add", "change", "delete"),
    *all_of("broadcasts.closure", "add", "change", "delete"),
]
SEE_ACCOUNT = ["broadcasts.view_whatsapptemplate", "broadcasts.view_accountnotice"]
SEE_COSTS = ["broadcasts.view_price", "broadcasts.view_budget"]
SEE_DECISIONS = ["broadcasts.view_noticedecision"]
TAKE_REPORTS = ["broadcasts.export_campaign"]
PREPARE = [
    "broadcasts.try_campaign",
    *all_of("broadcasts.trialnumber", "view", "add", "delete"),
    "broadcasts.submit_custom_template",
    "broadcasts.prepare_service_campaign",
]
SUBMIT_STANDARD_TEMPLATES = ["broadcasts.submit_whatsapptemplate"]
KEEP_SUBSCRIBERS = [
    "subscribers.view_subscriber",
    "subscribers.remove_subscriber",
    "subscribers.import_subscriber",
    "subscribers.view_importbatch",
]
SEE_REGISTER = [
    "subscribers.view_subscriber",
    "subscribers.view_consentrecord",
    "subscribers.export_consentrecord",
    "subscribers.view_seal",
    "subscribers.view_registercheck",
    "subscribers.view_servicetext",
    "subscribers.view_importbatch",
]
TAKE_REQUESTS = ["privacy.view_rightsrequest", "privacy.add_rightsrequest"]

GROUPS = {
    "Redattore": [
        *SEE_BROADCASTS,
        *SEE_OFFICE,
        *SEE_ACCOUNT,
        *SEE_COSTS,
        *SEE_DECISIONS,
        *TAKE_REPORTS,
        *PREPARE,
        *all_of("broadcasts.campaign", "add", "change", "delete"),
        *KEEP_SUBSCRIBERS,
        *TAKE_REQUESTS,
    ],
    "Approvatore": [
        *SEE_BROADCASTS,
        *SEE_OFFICE,
        *KEEP_OFFICE,
        *SEE_ACCOUNT,
        *SEE_COSTS,
        *SEE_DECISIONS,
        *TAKE_REPORTS,
        *PREPARE,
        *SUBMIT_STANDARD_TEMPLATES,
        "broadcasts.launch_campaign",
        "broadcasts.launch_urgent_campaign",
        "broadcasts.steer_campaign",
        "broadcasts.add_noticedecision",
        "broadcasts.unmask_delivery",
        "subscribers.add_topic",
        "subscribers.change_topic",
        *KEEP_SUBSCRIBERS,
        "subscribers.confirm_import",
        *all_of("subscribers.servicetext", "view", "add", "change", "delete"),
        *TAKE_REQUESTS,
    ],
    "Revisore": [
        *SEE_BROADCASTS,
        *SEE_DECISIONS,
        *TAKE_REPORTS,
        "broadcasts.view_unmasking",
        *SEE_REGISTER,
    ],
    "RPD": [
        *SEE_BROADCASTS,
        *SEE_DECISIONS,
        *TAKE_REPORTS,
        "broadcasts.unmask_delivery",
        "broadcasts.view_unmasking",
        *SEE_REGISTER,
        "subscribers.export_numbers",
        "subscribers.view_registerexport",
        *TAKE_REQUESTS,
        "privacy.change_rightsrequest",
        "privacy.erase_person",
        "privacy.export_person",
        "privacy.view_retentionrun",
    ],
    "Amministratore di sistema": [
        *all_of("auth.user", "view", "add", "change"),
        "auth.view_group",
        *SEE_OFFICE,
        *KEEP_OFFICE,
        *SEE_ACCOUNT,
        *SUBMIT_STANDARD_TEMPLATES,
        *SEE_COSTS,
        "broadcasts.add_price",
        "broadcasts.add_budget",
        "broadcasts.view_trialnumber",
        "webhook.view_webhookpost",
        *all_of("webhook.deadletter", "view", "retry", "delete"),
        "privacy.view_retentionrun",
        "subscribers.view_registercheck",
    ],
}


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]  # anything that is true will do
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("auth", model).objects.using(schema_editor.connection.alias)
    return found


def add_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    permissions = rows("Permission", apps, schema_editor)
    for name, granted in GROUPS.items():
        group = rows("Group", apps, schema_editor).create(name=name)
        for label, _, codename in (permission.partition(".") for permission in granted):
            group.permissions.add(permissions.get(content_type__app_label=label, codename=codename))


def remove_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("Group", apps, schema_editor).filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
        ("broadcasts", "0001_initial"),
        ("subscribers", "0001_initial"),
        ("webhook", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(add_groups, remove_groups),
    ]

"""Nobody may see, record or complete what is no table any more; the way back gives it to whom 0005 gave it."""

from importlib import import_module
from typing import Any

from django.db import migrations

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
MODEL = {"app_label": "elections", "model": "agcomorder"}


def withdraw(apps: Any, schema_editor: Any) -> None:
    """With the type of the rows go the rights, and what groups had of them."""
    elections.rows("Permission", apps, schema_editor).filter(
        content_type__in=_types(apps, schema_editor)
    ).delete()
    _types(apps, schema_editor).delete()


def give_back(apps: Any, schema_editor: Any) -> None:
    kind, _ = _types(apps, schema_editor).get_or_create(**MODEL)
    permissions = elections.rows("Permission", apps, schema_editor)
    for act in ("add", "change", "view"):
        name = f"{act}_agcomorder"
        permissions.get_or_create(content_type=kind, codename=name, defaults={"name": name})
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=elections.GRANTED):
        names = [name for name in elections.GRANTED[group.name] if name.endswith("_agcomorder")]
        group.permissions.add(*elections.rights(names, apps, schema_editor))


def _types(apps: Any, schema_editor: Any) -> Any:
    types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    return types.filter(**MODEL)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0015_withdrawn_and_sent"),
        ("elections", "0004_agcom_notes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(withdraw, give_back)]

"""Sessions are encrypted from now on: those in clear go at once, and whoever was inside signs in again."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def end_sessions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for model in (apps.get_model("accounts", "StaffSession"), apps.get_model("sessions", "Session")):
        model.objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_lost_telephone"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(end_sessions, migrations.RunPython.noop)]

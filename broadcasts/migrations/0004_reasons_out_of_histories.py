"""Why a number was shown stands in the list of numbers shown, and no more in the history of its message.

The history is open to all who may see the message; the list, to who watches over the data. Nothing is lost.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget_reasons(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("admin", "LogEntry").objects.using(schema_editor.connection.alias)
    told = entries.filter(change_message__startswith="Numero mostrato: ")
    told.update(change_message="Numero mostrato.")


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0003_rate_limiter_name"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunPython(forget_reasons, migrations.RunPython.noop),
    ]

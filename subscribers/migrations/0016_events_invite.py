"""The topic of events, as the announcement calls it, is one of invitations: WhatsApp has always taken it for one."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

EVENTS = "Eventi e cultura"


def invite(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    topics = apps.get_model("subscribers", "Topic").objects.using(schema_editor.connection.alias)
    topics.filter(name=EVENTS, is_alert=False).update(is_invitation=True)


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0015_topic_natures")]
    operations = [migrations.RunPython(invite, migrations.RunPython.noop)]

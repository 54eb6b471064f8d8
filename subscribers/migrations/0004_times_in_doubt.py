"""A wish counts as written no later than it was received: whose time is in doubt, and when a goodbye was heard.

What carries a time that has not come yet was believed until now: from here on it counts as of this moment.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

TIMES = [
    "subscribed_at",
    "left_at",
    "asked_at",
    "moved_at",
    "last_message_at",
    "confirmed_at",
    "reminded_at",
]


def believe_no_future(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    subscribers = apps.get_model("subscribers", "Subscriber").objects.using(schema_editor.connection.alias)
    now = timezone.now()
    subscribers.filter(decided_at__gt=now).update(decided_at=now, in_doubt=True)
    for name in TIMES:
        subscribers.filter(**{f"{name}__gt": now}).update(**{name: now})


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0003_guards")]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="in_doubt",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="ora incerta"
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="heard_leaving_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="cancellazione ricevuta"
            ),
        ),
        migrations.RunPython(believe_no_future, migrations.RunPython.noop),
    ]

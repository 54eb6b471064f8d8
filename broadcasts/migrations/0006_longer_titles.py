"""A draft's title is kept whole, however long: only a broadcast that leaves has one of at most 60 characters."""

from django.db import DatabaseError, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Length


def refuse_while_longer(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before has no room for a longer title, and cutting it is the writer's business."""
    campaigns = apps.get_model("broadcasts", "Campaign").objects.using(schema_editor.connection.alias)
    if found := campaigns.annotate(length=Length("title")).filter(length__gt=60).count():
        raise DatabaseError(f"First shorten the titles of {found} drafts to 60 characters")


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0005_encrypted")]
    operations = [
        migrations.AlterField(
            model_name="campaign",
            name="title",
            field=models.CharField(
                help_text="In grassetto, in cima al messaggio. Massimo 60 caratteri.",
                max_length=200,
                verbose_name="titolo",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_while_longer),
    ]

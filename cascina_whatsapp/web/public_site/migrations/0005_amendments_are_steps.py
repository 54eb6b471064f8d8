"""What was corrected and withdrawn before this version is a step of its broadcast, as it is from now on."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NOTE_LENGTH = 300


def write_steps(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Event, database = apps.get_model("broadcasts", "CampaignEvent"), editor.connection.alias
    Event.objects.using(database).bulk_create(
        Event(
            campaign_id=one.campaign_id,
            what=f"message_{'withdrawn' if one.kind == 'withdrawal' else 'corrected'}",
            at=one.at,
            by_id=one.approved_by_id,
            note=one.reason[:NOTE_LENGTH],
        )
        for one in apps.get_model("public_site", "Amendment").objects.using(database).iterator()
    )


def remove_steps(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    steps = apps.get_model("broadcasts", "CampaignEvent").objects.using(editor.connection.alias)
    steps.filter(what__in=["message_corrected", "message_withdrawn"]).delete()


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0053_amendments_are_steps"), ("public_site", "0004_reasons_change")]

    operations = [migrations.RunPython(write_steps, remove_steps)]

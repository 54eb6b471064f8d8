"""A broadcast leaves for everybody. The two columns stay for one version: the one before reads them."""

from typing import Any

from django.db import migrations

SHARING = (
    "Il messaggio {} è approvato, o sta partendo, per una prima parte delle persone. Lascialo finire o annullalo con la "
    "versione di prima, poi ripeti l'aggiornamento: adesso un messaggio parte per tutti."
)


def refuse_while_one_shares(apps: Any, schema_editor: Any) -> None:
    """RuntimeError where one would leave for everybody though a person chose a share; it may wait after its share."""
    campaigns = apps.get_model("broadcasts", "Campaign").objects.using(schema_editor.connection.alias)
    sharing = campaigns.filter(first_share__isnull=False, share_ended_at=None)
    if campaign := sharing.exclude(status__in=["sent", "cancelled"]).first():
        raise RuntimeError(SHARING.format(campaign.pk))


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0045_no_renewal")]

    operations = [
        migrations.RunPython(refuse_while_one_shares, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("campaign", "first_share"),
                migrations.RemoveField("campaign", "share_ended_at"),
            ]
        ),
    ]

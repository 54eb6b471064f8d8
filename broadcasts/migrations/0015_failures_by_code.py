"""Beside the counts of a broadcast: what its failed messages failed of, so that no figure reads them all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0014_renewal")]

    operations = [
        migrations.AddField(
            model_name="campaignprogress",
            name="failures",
            field=models.JSONField(null=True),
        ),
    ]

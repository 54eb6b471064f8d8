"""For how many people a broadcast leaves first, and since when it waits for a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0023_bill"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="first_share",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="prima a pochi"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="share_ended_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]

"""A seal says how the trail ended, too. Null where it is older: so SQLite adds columns, and the triggers stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0016_events_invite")]
    operations = [
        migrations.AddField(
            model_name="seal",
            name="trail_sequence",
            field=models.PositiveBigIntegerField(null=True, verbose_name="tracce degli account"),
        ),
        migrations.AddField(
            model_name="seal",
            name="trail_hash",
            field=models.CharField(max_length=64, null=True, verbose_name="impronta delle tracce"),
        ),
    ]

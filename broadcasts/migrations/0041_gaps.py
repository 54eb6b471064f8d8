"""A draft keeps the ready text that it began with, and what was written in its gaps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0040_thrown_drafts")]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="gaps",
            field=models.JSONField(db_default={}, default=dict, editable=False),
        ),
    ]

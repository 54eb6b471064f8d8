"""The course of a broadcast is counted when asked for. Its columns stay for one version: the one before reads them."""

from django.db import migrations, models
from django.db.models import JSONField, Value


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0048_limits_by_two")]

    operations = [
        migrations.AlterField(
            "campaignprogress",
            "course",
            models.JSONField(default=dict, db_default=Value({}, JSONField())),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("campaignprogress", "course"),
                migrations.RemoveField("campaignprogress", "course_at"),
            ]
        ),
    ]

"""Indexes for the two choices of the list of subscribers that few rows answer: moved, and with a hidden number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0006_text_proposals")]
    operations = [
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("moved_at__isnull", False)), fields=["id"], name="subscriber_moved"
            ),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("phone", ""), ("status", "subscribed")),
                fields=["id"],
                name="subscriber_number_hidden",
            ),
        ),
    ]

"""The zones that a broadcast is about, and whether an alert keeps to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0055_plain_word_of_a_template"),
        ("subscribers", "0027_zones"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="keeps_to_zones",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="campaign",
            name="zones",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="subscribers.zone", verbose_name="zone"
            ),
        ),
    ]

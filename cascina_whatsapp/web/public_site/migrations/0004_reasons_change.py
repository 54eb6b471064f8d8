"""The reason of a withdrawal may be told anew: a message may have several, and the last one holds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("public_site", "0003_corrected_events"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="amendment", name="amendment_withdrawn_once"),
    ]

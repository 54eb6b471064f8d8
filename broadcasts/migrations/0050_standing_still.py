"""The broadcasts that may leave and stand still are noted beside the rate, where every page reads them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0049_fewer_kept_counts")]

    operations = [
        migrations.AddField("ratelimiter", "still", models.JSONField(db_default=[], default=list)),
    ]

"""How often WhatsApp did not reach a person is of no use once they have left."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0022_no_renewal")]

    operations = [
        migrations.RunSQL(
            "UPDATE subscribers_subscriber SET undelivered = 0, unreachable_since = NULL "
            "WHERE status = 'left' AND (undelivered > 0 OR unreachable_since IS NOT NULL)",
            migrations.RunSQL.noop,
        )
    ]

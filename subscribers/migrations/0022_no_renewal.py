"""Nobody is asked to renew a consent any more. The three columns, emptied, stay for one version: that before reads them."""

from django.db import migrations

COLUMNS = ("renewal_asked_at", "renewal_reminded_at", "renewal_until")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0021_plain_word_of_a_digest")]

    operations = [
        migrations.RunSQL(
            "UPDATE subscribers_subscriber SET renewal_asked_at = NULL, renewal_reminded_at = NULL, "
            "renewal_until = NULL WHERE renewal_asked_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("subscriber", name) for name in COLUMNS]
        ),
    ]

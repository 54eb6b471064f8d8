"""The sender slots are locks now. The table of the leases stays for one version: processes of before still ask it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0033_alert_file_guards")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="SenderLease")]),
    ]

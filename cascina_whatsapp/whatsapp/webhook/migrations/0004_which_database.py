"""The heartbeat says in which database it is written, so that a restored copy is noticed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhook", "0003_encrypted")]

    operations = [
        migrations.AddField(
            model_name="heartbeat",
            name="database",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
    ]

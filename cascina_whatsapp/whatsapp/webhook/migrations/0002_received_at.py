"""A dead letter remembers when it was received: tried again, it counts as written no later than that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhook", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="deadletter",
            name="received_at",
            field=models.DateTimeField(null=True, verbose_name="ricevuta"),
        ),
    ]

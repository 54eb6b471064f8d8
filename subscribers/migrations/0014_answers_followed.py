"""An answer knows which stored post it answers, so that the log can follow it, and since when the citizen waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0013_renewal")]

    operations = [
        migrations.AddField(
            model_name="reply",
            name="post",
            field=models.BigIntegerField(null=True, verbose_name="notifica"),
        ),
        migrations.AddField(
            model_name="reply",
            name="asked_at",
            field=models.DateTimeField(null=True, verbose_name="chiesta"),
        ),
    ]

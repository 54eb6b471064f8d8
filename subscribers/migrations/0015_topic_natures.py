"""A topic says whether its messages are notices or invitations. The version before knows notices only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0014_answers_followed")]
    operations = [
        migrations.AddField(
            model_name="topic",
            name="is_invitation",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="che cosa sono i suoi messaggi"
            ),
        ),
    ]

"""The language in which a subscriber asked to be answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0011_asked_checks")]
    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=3,
                verbose_name="lingua scelta per le risposte",
            ),
        ),
    ]

"""A broadcast may carry a button that opens a page, beside the one to leave."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0030_natures_of_ready_texts")]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="button_label",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="parole del pulsante"
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="button_link",
            field=models.URLField(
                blank=True, db_default="", default="", max_length=500, verbose_name="indirizzo del pulsante"
            ),
        ),
    ]

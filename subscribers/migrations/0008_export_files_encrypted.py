"""Each export's file has a key of its own. Files that are there stay as they are, for EXPORT_FILE_DAYS."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0007_rare_subscribers")]
    operations = [
        migrations.AddField(
            model_name="registerexport",
            name="file_key",
            field=models.TextField(
                blank=True, db_default="", default="", editable=False, verbose_name="chiave del file"
            ),
        ),
    ]

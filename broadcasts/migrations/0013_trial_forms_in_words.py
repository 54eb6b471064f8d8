"""The two forms of a trial in the words of the pages. The table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0012_shared_trial_numbers")]
    operations = [
        migrations.AlterField(
            model_name="trial",
            name="form",
            field=models.CharField(
                choices=[
                    ("template", "come a chi non ci ha scritto oggi"),
                    ("free", "come a chi ci ha scritto oggi"),
                ],
                default="template",
                max_length=10,
                verbose_name="forma",
            ),
        ),
    ]

"""Exports may be CSV as Excel in Italy opens it. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0009_numbers_of_lists")]
    operations = [
        migrations.AlterField(
            model_name="registerexport",
            name="format",
            field=models.CharField(
                choices=[("csv", "Dati (CSV)"), ("ecsv", "Per Excel (CSV)"), ("xlsx", "Per Excel (XLSX)")],
                default="csv",
                max_length=4,
                verbose_name="formato",
            ),
        ),
    ]

"""Words on screen alone: no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0013_dead_letters_stay")]
    operations = [
        migrations.AlterField(
            model_name="rightsrequest",
            name="due_at",
            field=models.DateTimeField(verbose_name="da chiudere entro"),
        ),
        migrations.AlterField(
            model_name="rightsrequest",
            name="extension_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="motivo dei due mesi in più"),
        ),
        migrations.AlterField(
            model_name="rightsrequest",
            name="status",
            field=models.CharField(
                choices=[("open", "Da chiudere"), ("done", "Chiusa"), ("refused", "Risposto di no")],
                default="open",
                max_length=8,
                verbose_name="stato",
            ),
        ),
    ]

"""The digest of a text by a plain word: a name alone, no data change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0020_paper_forms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="servicetext",
            name="sha256",
            field=models.CharField(editable=False, max_length=64, verbose_name="sigla"),
        ),
    ]

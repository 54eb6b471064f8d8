"""A picture is told in words to who does not see it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0027_press_list"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="picture_text",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=300,
                verbose_name="che cosa si vede nell'immagine",
            ),
        ),
    ]

"""Office hours may be set for a Sunday; the column stays as it is."""

from django.db import migrations, models

WEEKDAYS = [
    (0, "lunedì"),
    (1, "martedì"),
    (2, "mercoledì"),
    (3, "giovedì"),
    (4, "venerdì"),
    (5, "sabato"),
    (6, "domenica"),
]


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0038_words_of_money")]
    operations = [
        migrations.AlterField(
            model_name="officehours",
            name="weekday",
            field=models.PositiveSmallIntegerField(choices=WEEKDAYS, verbose_name="giorno"),
        ),
    ]

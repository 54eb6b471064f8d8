"""What the row of the rate limiter is called; no table changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0002_first_rows")]

    operations = [
        migrations.AlterModelOptions(
            name="ratelimiter",
            options={
                "verbose_name": "limitatore degli invii",
                "verbose_name_plural": "limitatore degli invii",
            },
        ),
    ]

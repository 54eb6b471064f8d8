"""A ready text says what it is: a notice, unless the office says that it invites."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0029_found_warnings")]
    operations = [
        migrations.AddField(
            model_name="readytext",
            name="as_invitation",
            field=models.BooleanField(db_default=False, default=False, verbose_name="che cosa è"),
        ),
    ]

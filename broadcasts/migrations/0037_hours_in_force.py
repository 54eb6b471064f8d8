"""Office hours count from a moment on, and until one: a change is in force at the next opening."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0036_occasions")]
    operations = [
        migrations.AddField(
            model_name="officehours",
            name="in_force_from",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="officehours",
            name="in_force_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]

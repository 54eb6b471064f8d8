"""Whether colleagues may send trials to somebody's number: nobody has agreed yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0011_first_ready_texts")]
    operations = [
        migrations.AddField(
            model_name="trialnumber",
            name="is_shared",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Ricevi anche le prove dei messaggi che scrivono loro. Puoi ripensarci quando vuoi.",
                verbose_name="i colleghi possono mandarmi prove",
            ),
        ),
    ]

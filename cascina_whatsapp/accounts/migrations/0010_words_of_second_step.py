"""The words for a lost telephone, as people read them; no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_closing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accountchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("give", "assegnare un gruppo"),
                    ("take", "togliere un gruppo"),
                    ("email", "cambiare l'e-mail"),
                    ("reopen", "riaprire l'account"),
                    ("close", "chiudere l'account"),
                    ("lost", "annullare password e secondo passaggio: il telefono è perso"),
                ],
                max_length=6,
                verbose_name="che cosa",
            ),
        ),
    ]

"""A lost telephone is something that two people may decide, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_used_passwords"),
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
                    ("lost", "annullare password, passkey e codici: il telefono è perso"),
                ],
                max_length=6,
                verbose_name="che cosa",
            ),
        ),
    ]

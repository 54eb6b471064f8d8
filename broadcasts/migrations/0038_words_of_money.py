"""The words of money and of the account on screen change; the tables do not."""

from decimal import Decimal

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0037_hours_in_force"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="budget",
            options={
                "ordering": ["-valid_from", "-pk"],
                "verbose_name": "limite del mese",
                "verbose_name_plural": "limiti del mese",
            },
        ),
        migrations.AlterModelOptions(
            name="numberstatus",
            options={"verbose_name": "il numero", "verbose_name_plural": "il numero"},
        ),
        migrations.AlterModelOptions(
            name="whatsapptemplate",
            options={
                "ordering": ["name"],
                "permissions": [
                    (
                        "submit_whatsapptemplate",
                        "Può inviare a WhatsApp le cornici e aggiornarne lo stato",
                    )
                ],
                "verbose_name": "cornice",
                "verbose_name_plural": "testi da far approvare a WhatsApp",
            },
        ),
        migrations.AlterField(
            model_name="budget",
            name="amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="In dollari, come fattura WhatsApp. Vuoto: nessun limite.",
                max_digits=10,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="limite del mese",
            ),
        ),
        migrations.AlterField(
            model_name="budget",
            name="blocks",
            field=models.BooleanField(
                default=False,
                help_text="Un messaggio che supererebbe il limite non si può approvare. Gli urgenti partono comunque.",
                verbose_name="blocca i nuovi invii",
            ),
        ),
        migrations.AlterField(
            model_name="budget",
            name="warn_percent",
            field=models.PositiveSmallIntegerField(
                default=80,
                help_text="Per cento del limite: da lì in poi le pagine avvisano.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="avvisa al",
            ),
        ),
        migrations.AlterField(
            model_name="expense",
            name="category",
            field=models.CharField(
                choices=[
                    ("utility", "avviso"),
                    ("marketing", "invito"),
                    ("service", "risposta"),
                ],
                max_length=12,
                verbose_name="categoria",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="category",
            field=models.CharField(
                choices=[
                    ("utility", "avviso"),
                    ("marketing", "invito"),
                    ("service", "risposta"),
                ],
                help_text="Nel listino di WhatsApp l'invito è la riga della pubblicità, l'avviso quella dei servizi.",
                max_length=12,
                verbose_name="categoria",
            ),
        ),
        migrations.AlterField(
            model_name="accountnotice",
            name="field",
            field=models.CharField(
                choices=[
                    ("account_alerts", "Avviso sull'account"),
                    ("account_update", "Cambiamento dell'account"),
                    ("business_capability_update", "Limiti dell'account"),
                    ("errors", "Errore di WhatsApp"),
                    ("found", "Trovato chiedendo a WhatsApp"),
                    ("phone_number_name_update", "Nome del numero"),
                    ("phone_number_quality_update", "Qualità e limite del numero"),
                    ("template_category_update", "Costo di una cornice"),
                    ("security", "Codice di sicurezza del numero"),
                ],
                max_length=60,
                verbose_name="riguarda",
            ),
        ),
    ]

"""A template is called "testo fisso" on every page, a list of rights and of columns included."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0054_price_sources_in_plain_words"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="whatsapptemplate",
            options={
                "ordering": ["name"],
                "permissions": [
                    ("submit_whatsapptemplate", "Può inviare a WhatsApp i testi fissi e aggiornarne lo stato")
                ],
                "verbose_name": "testo fisso",
                "verbose_name_plural": "testi da far approvare a WhatsApp",
            },
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
                    ("template_category_update", "Costo di un testo fisso"),
                    ("security", "Codice di sicurezza del numero"),
                ],
                max_length=60,
                verbose_name="riguarda",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="needs_template",
            field=models.BooleanField(default=False, verbose_name="solo con un testo fisso"),
        ),
    ]

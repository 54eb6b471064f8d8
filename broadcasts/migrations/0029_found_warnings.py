"""What Meta announces of a template is kept, and a warning may be found by asking, not only by Meta's news."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0028_picture_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="whatsapptemplate",
            name="announced_category",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=30),
        ),
        migrations.AlterField(
            model_name="accountnotice",
            name="event",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ACCOUNT_DELETED", "L'account è stato eliminato"),
                    ("ACCOUNT_RESTRICTION", "L'account è limitato"),
                    ("ACCOUNT_VIOLATION", "Una regola di WhatsApp non è stata rispettata"),
                    ("APPROVED", "Approvato"),
                    ("BLOCKED", "L'account è bloccato"),
                    ("BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "È cambiato il Paese dell'account"),
                    ("DEFERRED", "Rimandato"),
                    ("DISABLED_UPDATE", "L'account è stato disattivato o riattivato"),
                    ("DOWNGRADE", "Il limite giornaliero è sceso"),
                    ("FLAGGED", "La qualità è bassa: il numero è segnalato"),
                    ("IMPENDING", "Sta per cambiare: degli avvisi costeranno come inviti"),
                    (
                        "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
                        "Il limite giornaliero non è ancora stato alzato",
                    ),
                    ("INCREASED_CAPABILITIES_ELIGIBILITY_FAILED", "Il limite giornaliero non è stato alzato"),
                    (
                        "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO",
                        "Per alzare il limite servono altri dati",
                    ),
                    ("LIMITED", "WhatsApp ha messo dei limiti all'account"),
                    ("OBA_APPROVED", "La spunta blu è stata concessa"),
                    ("OBA_REJECTED", "La spunta blu è stata negata"),
                    ("ONBOARDING", "Il numero è stato registrato"),
                    ("PENDING", "In esame"),
                    ("PIN_CHANGED", "Il codice è stato cambiato"),
                    ("PIN_RESET_REQUEST", "Qualcuno ha chiesto di azzerare il codice"),
                    ("PIN_RESET_SUCCESS", "Il codice è stato azzerato"),
                    ("PROFILE_PICTURE_LOST", "L'immagine del profilo non c'è più"),
                    ("REJECTED", "Rifiutato"),
                    ("THROUGHPUT_UPGRADE", "Si può mandare più in fretta"),
                    ("TURNED", "Ogni avviso costa come un invito"),
                    ("UNFLAGGED", "La qualità è tornata buona"),
                    ("UPGRADE", "Il limite giornaliero è salito"),
                    ("VERIFIED_ACCOUNT", "L'account è verificato"),
                ],
                max_length=60,
                verbose_name="evento",
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
                    ("template_category_update", "Costo di un modello"),
                    ("security", "Codice di sicurezza del numero"),
                ],
                max_length=60,
                verbose_name="riguarda",
            ),
        ),
    ]

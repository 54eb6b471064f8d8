"""What people read of prices, notices and templates, in words of the office. No table changes."""

from decimal import Decimal

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0015_failures_by_code"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="accountnotice",
            options={
                "ordering": ["-at"],
                "verbose_name": "avviso di WhatsApp",
                "verbose_name_plural": "avvisi di WhatsApp",
            },
        ),
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("try_campaign", "Può mandare una prova ai propri numeri"),
                    ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
                    ("submit_custom_template", "Può inviare a WhatsApp il modello su misura di un messaggio"),
                    ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
                    ("export_campaign", "Può esportare il resoconto di un messaggio"),
                    (
                        "prepare_service_campaign",
                        "Può preparare un avviso sul servizio: promemoria, informativa",
                    ),
                ],
                "verbose_name": "messaggio",
                "verbose_name_plural": "messaggi",
            },
        ),
        migrations.AlterModelOptions(
            name="whatsapptemplate",
            options={
                "ordering": ["name"],
                "permissions": [
                    (
                        "submit_whatsapptemplate",
                        "Può inviare a WhatsApp i modelli di base e aggiornarne lo stato",
                    )
                ],
                "verbose_name": "modello WhatsApp",
                "verbose_name_plural": "modelli WhatsApp",
            },
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
                    ("BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "È cambiato il Paese dell'account"),
                    ("DEFERRED", "Rimandato"),
                    ("DISABLED_UPDATE", "L'account è stato disattivato o riattivato"),
                    ("DOWNGRADE", "Il limite giornaliero è sceso"),
                    ("FLAGGED", "La qualità è bassa: il numero è segnalato"),
                    (
                        "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
                        "Il limite giornaliero non è ancora stato alzato",
                    ),
                    ("INCREASED_CAPABILITIES_ELIGIBILITY_FAILED", "Il limite giornaliero non è stato alzato"),
                    (
                        "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO",
                        "Per alzare il limite servono altri dati",
                    ),
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
                    ("phone_number_name_update", "Nome del numero"),
                    ("phone_number_quality_update", "Qualità e limite del numero"),
                    ("security", "Codice di sicurezza del numero"),
                ],
                max_length=60,
                verbose_name="riguarda",
            ),
        ),
        migrations.AlterField(
            model_name="budget",
            name="amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="In dollari, come fattura WhatsApp. Vuoto: nessun tetto.",
                max_digits=10,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="tetto di spesa al mese",
            ),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposto"),
                    ("copied", "Copiato da un altro messaggio"),
                    ("edited", "Modificato"),
                    ("tried", "Prova inviata"),
                    ("review_asked", "Approvazione chiesta"),
                    ("withdrawn", "Richiesta ritirata"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("approved_own", "Approvato da chi lo ha scritto"),
                    ("to_everybody", "A tutti gli iscritti, anche a chi non ha scelto gli argomenti"),
                    ("taken_back", "Approvazione annullata prima della partenza"),
                    ("revised", "Modificato dopo l'approvazione, che non vale più"),
                    ("altered", "Non è partito: il contenuto non è quello approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
                    ("template_submitted", "Modello su misura inviato a WhatsApp"),
                    ("template_approved", "Modello su misura approvato da WhatsApp"),
                    ("template_refused", "Modello su misura rifiutato da WhatsApp"),
                    ("template_stopped", "Modello su misura fermato da WhatsApp"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.AlterField(
            model_name="expense",
            name="category",
            field=models.CharField(
                choices=[
                    ("utility", "servizio pubblico"),
                    ("marketing", "promozionale"),
                    ("service", "risposta entro 24 ore"),
                ],
                max_length=12,
                verbose_name="categoria",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="amount",
            field=models.DecimalField(
                decimal_places=4,
                help_text="Per ogni messaggio consegnato, come nel listino di WhatsApp: per esempio 0,0300.",
                max_digits=9,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="prezzo di un messaggio",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="category",
            field=models.CharField(
                choices=[
                    ("utility", "servizio pubblico"),
                    ("marketing", "promozionale"),
                    ("service", "risposta entro 24 ore"),
                ],
                help_text="Nel listino, nell'ordine: utility, marketing, service.",
                max_length=12,
                verbose_name="categoria",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="free_each_month",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Messaggi che WhatsApp non fa pagare, ogni mese.",
                verbose_name="gratuiti ogni mese",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="source",
            field=models.CharField(
                help_text="Dove lo hai letto: la pagina di WhatsApp e la sua data.",
                max_length=200,
                verbose_name="fonte",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="valid_from",
            field=models.DateField(
                help_text="Il primo giorno in cui WhatsApp lo applica.", verbose_name="vale dal"
            ),
        ),
        migrations.AlterField(
            model_name="whatsapptemplate",
            name="submitted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="inviato a WhatsApp"),
        ),
    ]

"""A notice of WhatsApp's may be a warning: it holds until it ends, and somebody writes how it was settled."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

EVENTS = [
    ("ACCOUNT_DELETED", "L'account è stato eliminato"),
    ("ACCOUNT_RESTRICTION", "L'account è limitato"),
    ("ACCOUNT_VIOLATION", "Una regola di WhatsApp non è stata rispettata"),
    ("APPROVED", "Approvato"),
    ("BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "È cambiato il Paese dell'account"),
    ("DEFERRED", "Rimandato"),
    ("DISABLED_UPDATE", "L'account è stato disattivato o riattivato"),
    ("DOWNGRADE", "Il limite giornaliero è sceso"),
    ("FLAGGED", "La qualità è bassa: il numero è segnalato"),
    ("IMPENDING", "Sta per cambiare: degli avvisi costeranno come inviti"),
    ("INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", "Il limite giornaliero non è ancora stato alzato"),
    ("INCREASED_CAPABILITIES_ELIGIBILITY_FAILED", "Il limite giornaliero non è stato alzato"),
    ("INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO", "Per alzare il limite servono altri dati"),
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
]
ABOUT = [
    ("account_alerts", "Avviso sull'account"),
    ("account_update", "Cambiamento dell'account"),
    ("business_capability_update", "Limiti dell'account"),
    ("errors", "Errore di WhatsApp"),
    ("phone_number_name_update", "Nome del numero"),
    ("phone_number_quality_update", "Qualità e limite del numero"),
    ("template_category_update", "Costo di un modello"),
    ("security", "Codice di sicurezza del numero"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0021_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="accountnotice",
            name="warns",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="ferma gli inviti"
            ),
        ),
        migrations.AddField(
            model_name="accountnotice",
            name="until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="vale fino al"),
        ),
        migrations.AddField(
            model_name="accountnotice",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="chiuso il"),
        ),
        migrations.AddField(
            model_name="accountnotice",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="chiuso da",
            ),
        ),
        migrations.AddField(
            model_name="accountnotice",
            name="ending_note",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="come si è risolto"
            ),
        ),
        migrations.AlterField(
            model_name="accountnotice",
            name="event",
            field=models.CharField(blank=True, choices=EVENTS, max_length=60, verbose_name="evento"),
        ),
        migrations.AlterField(
            model_name="accountnotice",
            name="field",
            field=models.CharField(choices=ABOUT, max_length=60, verbose_name="riguarda"),
        ),
    ]

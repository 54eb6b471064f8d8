"""A broadcast may be an invitation, and keeps what its template was billed as when it was approved."""

from django.db import migrations, models

EVENTS = [
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
    ("dearer", "Non è partito: costa più di quanto approvato"),
    ("started", "Invio iniziato"),
    ("paused", "Messo in pausa"),
    ("resumed", "Ripreso"),
    ("suspended", "Sospeso per par condicio"),
    ("released", "Non più sospeso per par condicio"),
    ("declared", "Dichiarato indispensabile nel periodo elettorale"),
    ("authorised", "Autorizzato nel periodo elettorale"),
    ("not_authorised", "Non autorizzato nel periodo elettorale"),
    ("undeclared", "Dichiarazione o autorizzazione ritirata"),
    ("emergency_reviewed", "Emergenza riesaminata"),
    ("cancelled", "Annullato"),
    ("finished", "Invio finito"),
    ("settled", "Esiti incerti decisi"),
    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
    ("template_submitted", "Modello su misura inviato a WhatsApp"),
    ("template_approved", "Modello su misura approvato da WhatsApp"),
    ("template_refused", "Modello su misura rifiutato da WhatsApp"),
    ("template_stopped", "Modello su misura fermato da WhatsApp"),
]
CATEGORIES = [("utility", "avviso"), ("marketing", "invito"), ("service", "risposta entro 24 ore")]


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0020_held_and_expired")]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="approved_category",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=12,
                verbose_name="categoria approvata",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="as_invitation",
            field=models.BooleanField(db_default=False, default=False, verbose_name="che cosa è"),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(choices=EVENTS, max_length=20, verbose_name="che cosa"),
        ),
        migrations.AlterField(
            model_name="expense",
            name="category",
            field=models.CharField(choices=CATEGORIES, max_length=12, verbose_name="categoria"),
        ),
        migrations.AlterField(
            model_name="price",
            name="category",
            field=models.CharField(
                choices=CATEGORIES,
                help_text="Nel listino, nell'ordine: utility, marketing, service.",
                max_length=12,
                verbose_name="categoria",
            ),
        ),
    ]

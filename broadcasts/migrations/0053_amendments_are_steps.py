"""A correction and a withdrawal of a published message are steps of its broadcast."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0052_no_reserved_sums"),
    ]

    operations = [
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposto"),
                    ("called_off", "L'evento risulta annullato"),
                    ("copied", "Copiato da un altro messaggio"),
                    ("edited", "Modificato"),
                    ("tried", "Prova inviata"),
                    ("review_asked", "Approvazione chiesta"),
                    ("withdrawn", "Richiesta ritirata"),
                    ("sent_back", "Rimandato"),
                    ("note_changed", "Nota cambiata"),
                    ("approved", "Approvato"),
                    ("approved_own", "Approvato da chi lo ha scritto"),
                    ("to_everybody", "A tutti gli iscritti, anche a chi non ha scelto gli argomenti"),
                    ("taken_back", "Annullato prima di partire"),
                    ("revised", "Ripreso per correggerlo: va approvato di nuovo"),
                    ("altered", "Non è partito: il contenuto non è quello approvato"),
                    ("dearer", "Non è partito: costa più di quanto approvato"),
                    ("flattened", "Messo tutto di seguito"),
                    ("moved", "Spostato"),
                    ("started", "Primo messaggio partito"),
                    ("paused", "Fermato"),
                    ("resumed", "Ripreso"),
                    ("suspended", "Trattenuto per le elezioni"),
                    ("released", "Non più trattenuto per le elezioni"),
                    ("declared", "Dichiarato indispensabile nel periodo elettorale"),
                    ("authorised", "Autorizzato nel periodo elettorale"),
                    ("not_authorised", "Non autorizzato nel periodo elettorale"),
                    ("undeclared", "Dichiarazione o autorizzazione ritirata"),
                    ("emergency_reviewed", "Emergenza riesaminata"),
                    ("cancelled", "Annullato"),
                    ("finished", "Ultimo messaggio partito"),
                    ("message_corrected", "Corretto"),
                    ("message_withdrawn", "Ritirato"),
                    ("settled", "Esiti incerti decisi"),
                    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
                    ("template_submitted", "Mandato da leggere a WhatsApp"),
                    ("template_silent", "WhatsApp non rispondeva"),
                    ("template_approved", "WhatsApp ha detto di sì"),
                    ("template_refused", "WhatsApp ha detto di no"),
                    ("template_stopped", "WhatsApp ha fermato questo testo"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
    ]

"""A state and a step have one word each, on every page: the words alone, no row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0041_gaps"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("try_campaign", "Può mandare una prova ai propri numeri"),
                    ("steer_campaign", "Può fermare, riprendere e annullare un messaggio"),
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
        migrations.AlterField(
            model_name="campaign",
            name="pause_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="perché è fermato"
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Bozza"),
                    ("in_review", "In approvazione"),
                    ("approved", "Programmato"),
                    ("sending", "In invio"),
                    ("paused", "Fermato"),
                    ("suspended", "Trattenuto per le elezioni"),
                    ("sent", "Inviato"),
                    ("cancelled", "Annullato"),
                ],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="stato",
            ),
        ),
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

"""A note with which a broadcast was sent back may be changed, and a step says so; plain words for what WhatsApp reads.

The words alone: no row changes.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0043_plain_words_of_deliveries"),
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
                    ("submit_custom_template", "Può far approvare a WhatsApp il testo di un messaggio"),
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
            name="body",
            field=models.TextField(
                help_text="Che cosa, quando, dove, che cosa fare. Un solo paragrafo parte subito; un testo di più "
                "paragrafi lo legge prima WhatsApp. Puoi usare *grassetto* e _corsivo_.",
                verbose_name="testo",
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="custom_template",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="broadcasts.whatsapptemplate",
                verbose_name="testo da far approvare a WhatsApp",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="needs_template",
            field=models.BooleanField(default=False, verbose_name="solo con una cornice"),
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

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0018_trial_groups"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("try_campaign", "Può mandare una prova ai propri numeri"),
                    ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
                    ("submit_own_template", "Può inviare a Meta il modello su misura di un messaggio"),
                    ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
                    ("export_campaign", "Può esportare il resoconto di un messaggio"),
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
                    ("submit_whatsapptemplate", "Può inviare a Meta i modelli di base e aggiornarne lo stato")
                ],
                "verbose_name": "modello WhatsApp",
                "verbose_name_plural": "modelli WhatsApp",
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="own_template",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="broadcasts.whatsapptemplate",
                verbose_name="modello su misura",
            ),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="accepted_at",
            field=models.DateTimeField(null=True, verbose_name="chiave accettata il"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="display_number",
            field=models.CharField(blank=True, max_length=40, verbose_name="numero"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="refusal_code",
            field=models.IntegerField(null=True, verbose_name="codice del rifiuto"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="refused_at",
            field=models.DateTimeField(null=True, verbose_name="chiave rifiutata il"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="status",
            field=models.CharField(blank=True, max_length=40, verbose_name="collegamento"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="verified_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="nome"),
        ),
        migrations.AddField(
            model_name="whatsapptemplate",
            name="fingerprint",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="whatsapptemplate",
            name="meta_id",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="whatsapptemplate",
            name="submitted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="inviato a Meta"),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="body",
            field=models.TextField(
                help_text="Che cosa, quando, dove, che cosa fare. Un solo paragrafo parte subito; con più paragrafi serve un modello su misura, che WhatsApp approva prima. Puoi usare *grassetto* e _corsivo_.",
                verbose_name="testo",
            ),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("copied", "Copiato da un altro messaggio"),
                    ("edited", "Modificato"),
                    ("tried", "Prova inviata"),
                    ("review_asked", "Approvazione chiesta"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("approved_own", "Approvato da chi lo ha scritto"),
                    ("revised", "Modificato dopo l'approvazione, che non vale più"),
                    ("altered", "Non è partito: il contenuto non è quello approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
                    ("template_submitted", "Modello su misura inviato a Meta"),
                    ("template_approved", "Modello su misura approvato da Meta"),
                    ("template_refused", "Modello su misura rifiutato da Meta"),
                    ("template_stopped", "Modello su misura fermato da Meta"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.AlterField(
            model_name="numberstanding",
            name="name_status",
            field=models.CharField(blank=True, max_length=40, verbose_name="stato del nome"),
        ),
    ]

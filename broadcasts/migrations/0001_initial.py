# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import broadcasts.rules.states


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("subscribers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="ricevuto")),
                ("field", models.CharField(max_length=60, verbose_name="riguarda")),
                ("event", models.CharField(blank=True, max_length=60, verbose_name="evento")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="dettagli")),
            ],
            options={
                "verbose_name": "avviso di Meta",
                "verbose_name_plural": "avvisi di Meta",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.DateField(verbose_name="dal")),
                ("last", models.DateField(verbose_name="al")),
                ("reason", models.CharField(max_length=100, verbose_name="motivo")),
            ],
            options={
                "verbose_name": "chiusura",
                "verbose_name_plural": "chiusure",
                "ordering": ["-first"],
            },
        ),
        migrations.CreateModel(
            name="SenderLease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                ("holder", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "verbose_name": "posto d'invio",
                "verbose_name_plural": "posti d'invio",
            },
        ),
        migrations.CreateModel(
            name="Tap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("next_slot", models.FloatField(default=0)),
            ],
            options={
                "verbose_name": "rubinetto",
                "verbose_name_plural": "rubinetto",
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="In grassetto, in cima al messaggio. Massimo 60 caratteri.",
                        max_length=60,
                        verbose_name="titolo",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "Testo"), ("image", "Immagine"), ("document", "Documento PDF")],
                        default="text",
                        max_length=10,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="Un solo paragrafo, senza andare a capo: che cosa, quando, dove, che cosa fare. Puoi usare *grassetto* e _corsivo_.",
                        verbose_name="testo",
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        help_text="La pagina ufficiale con tutte le informazioni: niente si comunica soltanto qui.",
                        verbose_name="collegamento",
                    ),
                ),
                (
                    "attachment",
                    models.FileField(
                        blank=True,
                        help_text="Un'immagine JPEG o PNG, oppure un PDF, secondo il tipo.",
                        upload_to="attachments/%Y/%m/",
                        verbose_name="allegato",
                    ),
                ),
                (
                    "is_urgent",
                    models.BooleanField(
                        default=False,
                        help_text="Parte a qualsiasi ora. Solo per emergenze e disservizi gravi.",
                        verbose_name="urgente",
                    ),
                ),
                (
                    "urgent_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="motivo dell'urgenza"),
                ),
                (
                    "scheduled_for",
                    models.DateTimeField(
                        blank=True,
                        help_text="Vuoto: appena approvata, negli orari d'ufficio.",
                        null=True,
                        verbose_name="da inviare dal",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            (broadcasts.rules.states.CampaignStatus["DRAFT"], "Bozza"),
                            (broadcasts.rules.states.CampaignStatus["IN_REVIEW"], "In approvazione"),
                            (broadcasts.rules.states.CampaignStatus["APPROVED"], "Approvato"),
                            (broadcasts.rules.states.CampaignStatus["SENDING"], "In invio"),
                            (broadcasts.rules.states.CampaignStatus["PAUSED"], "In pausa"),
                            (broadcasts.rules.states.CampaignStatus["SENT"], "Inviato"),
                            (broadcasts.rules.states.CampaignStatus["CANCELLED"], "Annullato"),
                        ],
                        default=broadcasts.rules.states.CampaignStatus["DRAFT"],
                        editable=False,
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                (
                    "pause_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="motivo della pausa"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="creato")),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="approvato il")),
                ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="iniziato")),
                ("finished_at", models.DateTimeField(editable=False, null=True, verbose_name="finito")),
                ("retry_start_at", models.DateTimeField(editable=False, null=True)),
                ("media_id", models.CharField(blank=True, editable=False, max_length=100)),
                ("media_uploaded_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approvato da",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="autore",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="subscribers.topic",
                        verbose_name="argomento",
                    ),
                ),
            ],
            options={
                "verbose_name": "messaggio",
                "verbose_name_plural": "messaggi",
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
                    ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("review_asked", "Approvazione chiesta"),
                            ("sent_back", "Rimandato in bozza"),
                            ("approved", "Approvato"),
                            ("started", "Invio iniziato"),
                            ("paused", "Messo in pausa"),
                            ("resumed", "Ripreso"),
                            ("cancelled", "Annullato"),
                            ("finished", "Invio finito"),
                        ],
                        max_length=20,
                        verbose_name="che cosa",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="quando")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="nota")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="da chi",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
            ],
            options={
                "verbose_name": "passaggio",
                "verbose_name_plural": "passaggi",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            (broadcasts.rules.states.DeliveryStatus["QUEUED"], "In coda"),
                            (broadcasts.rules.states.DeliveryStatus["SENDING"], "In partenza"),
                            (broadcasts.rules.states.DeliveryStatus["UNCERTAIN"], "Esito incerto"),
                            (broadcasts.rules.states.DeliveryStatus["ACCEPTED"], "Presa in carico"),
                            (broadcasts.rules.states.DeliveryStatus["SENT"], "Inviata"),
                            (broadcasts.rules.states.DeliveryStatus["DELIVERED"], "Consegnata"),
                            (broadcasts.rules.states.DeliveryStatus["READ"], "Letta"),
                            (broadcasts.rules.states.DeliveryStatus["FAILED"], "Non riuscita"),
                            (broadcasts.rules.states.DeliveryStatus["SKIPPED"], "Saltata"),
                        ],
                        default=broadcasts.rules.states.DeliveryStatus["QUEUED"],
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="tentativi")),
                ("needs_template", models.BooleanField(default=False, verbose_name="solo modello")),
                (
                    "wamid",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="id WhatsApp"),
                ),
                ("error_code", models.IntegerField(null=True, verbose_name="codice di errore")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="motivo")),
                ("not_before", models.DateTimeField(null=True, verbose_name="non prima di")),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="partita")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="presa in carico")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="inviata")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="consegnata")),
                ("read_at", models.DateTimeField(null=True, verbose_name="letta")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.subscriber",
                        verbose_name="iscritto",
                    ),
                ),
            ],
            options={
                "verbose_name": "consegna",
                "verbose_name_plural": "consegne",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "lunedì"),
                            (1, "martedì"),
                            (2, "mercoledì"),
                            (3, "giovedì"),
                            (4, "venerdì"),
                            (5, "sabato"),
                        ],
                        verbose_name="giorno",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="dalle")),
                ("closes", models.TimeField(verbose_name="alle")),
            ],
            options={
                "verbose_name": "orario d'ufficio",
                "verbose_name_plural": "orari d'ufficio",
                "ordering": ["weekday", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="closes_after_it_opens",
                        violation_error_message="L'orario di chiusura deve venire dopo quello di apertura.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WhatsAppTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=512, verbose_name="nome")),
                ("language", models.CharField(max_length=10, verbose_name="lingua")),
                ("status", models.CharField(max_length=30, verbose_name="stato")),
                ("category", models.CharField(blank=True, max_length=30, verbose_name="categoria")),
                ("quality", models.CharField(blank=True, max_length=20, verbose_name="qualità")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                ("synchronised_at", models.DateTimeField(verbose_name="aggiornato")),
            ],
            options={
                "verbose_name": "modello WhatsApp",
                "verbose_name_plural": "modelli WhatsApp",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "language"), name="one_template_per_language")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            broadcasts.rules.states.CampaignStatus["DRAFT"],
                            broadcasts.rules.states.CampaignStatus["IN_REVIEW"],
                            broadcasts.rules.states.CampaignStatus["APPROVED"],
                            broadcasts.rules.states.CampaignStatus["SENDING"],
                            broadcasts.rules.states.CampaignStatus["PAUSED"],
                            broadcasts.rules.states.CampaignStatus["SENT"],
                            broadcasts.rules.states.CampaignStatus["CANCELLED"],
                        ],
                    )
                ),
                name="campaign_status_known",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status", "queued")), fields=["campaign", "id"], name="delivery_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status__in", ["sending", "uncertain"])),
                fields=["claimed_at"],
                name="delivery_in_doubt",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("campaign", "subscriber"), name="one_delivery_per_citizen"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            broadcasts.rules.states.DeliveryStatus["QUEUED"],
                            broadcasts.rules.states.DeliveryStatus["SENDING"],
                            broadcasts.rules.states.DeliveryStatus["UNCERTAIN"],
                            broadcasts.rules.states.DeliveryStatus["ACCEPTED"],
                            broadcasts.rules.states.DeliveryStatus["SENT"],
                            broadcasts.rules.states.DeliveryStatus["DELIVERED"],
                            broadcasts.rules.states.DeliveryStatus["READ"],
                            broadcasts.rules.states.DeliveryStatus["FAILED"],
                            broadcasts.rules.states.DeliveryStatus["SKIPPED"],
                        ],
                    )
                ),
                name="delivery_status_known",
            ),
        ),
    ]

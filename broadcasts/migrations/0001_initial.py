"""The tables of the broadcasts, their deliveries, what they cost, and our number at Meta."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("subscribers", "0001_initial"),
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
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In dollari, come fattura Meta. Vuoto: nessun tetto.",
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="tetto di spesa al mese",
                    ),
                ),
                (
                    "warn_percent",
                    models.PositiveSmallIntegerField(
                        default=80,
                        help_text="Percentuale del tetto raggiunta la quale le pagine avvisano.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="avvisa al",
                    ),
                ),
                (
                    "blocks",
                    models.BooleanField(
                        default=False,
                        help_text="Un messaggio che supererebbe il tetto non si può approvare. Gli urgenti partono comunque.",
                        verbose_name="blocca i nuovi invii",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="Di solito il primo giorno di un mese.", verbose_name="vale dal"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        help_text="Perché si fissa o si cambia.", max_length=200, verbose_name="motivo"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="fissato da",
                    ),
                ),
                ("set_at", models.DateTimeField(editable=False, verbose_name="fissato il")),
                ("warned_on", models.DateField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "tetto di spesa",
                "verbose_name_plural": "tetti di spesa",
                "ordering": ["-valid_from", "-pk"],
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
                ("meta_id", models.CharField(blank=True, editable=False, max_length=40)),
                ("status", models.CharField(max_length=30, verbose_name="stato")),
                ("category", models.CharField(blank=True, max_length=30, verbose_name="categoria")),
                ("quality", models.CharField(blank=True, max_length=20, verbose_name="qualità")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                ("synchronised_at", models.DateTimeField(verbose_name="aggiornato")),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="inviato a Meta"),
                ),
            ],
            options={
                "verbose_name": "modello WhatsApp",
                "verbose_name_plural": "modelli WhatsApp",
                "ordering": ["name"],
                "permissions": [
                    ("submit_whatsapptemplate", "Può inviare a Meta i modelli di base e aggiornarne lo stato")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "language"), name="one_template_per_language")
                ],
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("news", "Notizia"),
                            ("yearly_reminder", "Promemoria annuale"),
                            ("notice_changed", "Cambia l'informativa"),
                            ("service_paused", "Sospensione del servizio"),
                            ("agcom_notice", "Avviso imposto da Agcom"),
                        ],
                        default="news",
                        editable=False,
                        max_length=20,
                        verbose_name="a che cosa serve",
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
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="subscribers.topic",
                        verbose_name="argomento",
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="Che cosa, quando, dove, che cosa fare. Un solo paragrafo parte subito; con più paragrafi serve un modello su misura, che WhatsApp approva prima. Puoi usare *grassetto* e _corsivo_.",
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
                ("attachment_facts", models.JSONField(default=dict, editable=False)),
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
                            ("draft", "Bozza"),
                            ("in_review", "In approvazione"),
                            ("approved", "Approvato"),
                            ("sending", "In invio"),
                            ("paused", "In pausa"),
                            ("sent", "Inviato"),
                            ("cancelled", "Annullato"),
                        ],
                        default="draft",
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="creato")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="modificato da",
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, null=True, verbose_name="modificato il")),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="approvato il")),
                (
                    "approved_hash",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="impronta approvata"
                    ),
                ),
                ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="iniziato")),
                ("finished_at", models.DateTimeField(editable=False, null=True, verbose_name="finito")),
                ("retry_start_at", models.DateTimeField(editable=False, null=True)),
                (
                    "custom_template",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="broadcasts.whatsapptemplate",
                        verbose_name="modello su misura",
                    ),
                ),
                ("media_id", models.CharField(blank=True, editable=False, max_length=100)),
                ("media_uploaded_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "messaggio",
                "verbose_name_plural": "messaggi",
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("try_campaign", "Può mandare una prova ai propri numeri"),
                    ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
                    ("submit_custom_template", "Può inviare a Meta il modello su misura di un messaggio"),
                    ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
                    ("export_campaign", "Può esportare il resoconto di un messaggio"),
                    (
                        "prepare_service_campaign",
                        "Può preparare un avviso sul servizio: promemoria, informativa",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "in_review", "approved", "sending", "paused", "sent", "cancelled"],
                            )
                        ),
                        name="campaign_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("topic__isnull", False),
                            models.Q(("purpose", "news"), _negated=True),
                            ("status__in", ["draft", "cancelled"]),
                            _connector="OR",
                        ),
                        name="campaign_topic_once_written",
                    ),
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposto"),
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
                ("at", models.DateTimeField(verbose_name="quando")),
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
                ("note", models.CharField(blank=True, max_length=300, verbose_name="nota")),
                (
                    "overridden",
                    models.CharField(blank=True, max_length=300, verbose_name="che cosa l'urgenza supera"),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="impronta")),
            ],
            options={
                "verbose_name": "passaggio",
                "verbose_name_plural": "passaggi",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CampaignProgress",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="kept",
                        serialize=False,
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                ("counted", models.JSONField(default=dict)),
                ("counted_at", models.DateTimeField(null=True)),
                ("course", models.JSONField(default=dict)),
                ("course_at", models.DateTimeField(null=True)),
                ("totals", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "conteggi del messaggio",
                "verbose_name_plural": "conteggi del messaggio",
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
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subscribers.subscriber",
                        verbose_name="iscritto",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "In coda"),
                            ("sending", "In partenza"),
                            ("uncertain", "Esito incerto"),
                            ("accepted", "Presa in carico"),
                            ("sent", "Inviata"),
                            ("delivered", "Consegnata"),
                            ("read", "Letta"),
                            ("failed", "Non riuscita"),
                            ("skipped", "Saltata"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="tentativi")),
                ("needs_template", models.BooleanField(default=False, verbose_name="solo modello")),
                ("outside_window", models.BooleanField(default=False, verbose_name="fuori dalla finestra")),
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
                ("to_record", models.BooleanField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "consegna",
                "verbose_name_plural": "consegne",
                "ordering": ["-pk"],
                "permissions": [
                    ("unmask_delivery", "Può vedere in chiaro il numero di una consegna, con un motivo")
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "queued")),
                        fields=["campaign", "id"],
                        name="delivery_queue",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["sending", "uncertain"])),
                        fields=["claimed_at"],
                        name="delivery_in_doubt",
                    ),
                    models.Index(
                        condition=models.Q(("outside_window", True)),
                        fields=["claimed_at", "subscriber"],
                        name="delivery_counted",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["accepted", "sent"])),
                        fields=["status", "campaign", "subscriber"],
                        name="delivery_on_its_way",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["delivered", "read"]), ("to_record", True)),
                        fields=["campaign", "id"],
                        name="delivery_to_record",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["failed", "skipped"])),
                        fields=["campaign", "reason", "subscriber"],
                        name="delivery_missing",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "subscriber"), name="one_delivery_per_citizen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "queued",
                                    "sending",
                                    "uncertain",
                                    "accepted",
                                    "sent",
                                    "delivered",
                                    "read",
                                    "failed",
                                    "skipped",
                                ],
                            )
                        ),
                        name="delivery_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                ("day", models.DateField(db_index=True, verbose_name="giorno")),
                ("in_window", models.BooleanField(verbose_name="nella finestra")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("utility", "servizio pubblico (utility)"),
                            ("marketing", "promozionale (marketing)"),
                            ("service", "nella finestra di 24 ore (service)"),
                        ],
                        max_length=12,
                        verbose_name="categoria",
                    ),
                ),
                ("messages", models.PositiveIntegerField(verbose_name="messaggi consegnati")),
            ],
            options={
                "verbose_name": "spesa",
                "verbose_name_plural": "spese",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "day", "in_window"), name="one_expense_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("campaign", None)),
                        fields=("day",),
                        name="one_expense_of_answers_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.servicetext",
                        verbose_name="versione dell'informativa",
                    ),
                ),
                (
                    "is_material",
                    models.BooleanField(
                        help_text="Sì, se cambia davvero il modo in cui si usano i dati: scopi, chi li riceve, per quanto si conservano, diritti. Nel dubbio chiedi all'RPD.",
                        verbose_name="è un cambiamento sostanziale",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Resta come prova della scelta: scrivi che cosa cambia e per chi.",
                        max_length=300,
                        verbose_name="perché",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deciso da",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="deciso il")),
                (
                    "campaign",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decision",
                        to="broadcasts.campaign",
                        verbose_name="avviso agli iscritti",
                    ),
                ),
            ],
            options={
                "verbose_name": "decisione sull'informativa",
                "verbose_name_plural": "decisioni sull'informativa",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="NumberStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tier", models.CharField(blank=True, max_length=40, verbose_name="livello")),
                ("daily_limit", models.PositiveIntegerField(null=True, verbose_name="persone al giorno")),
                ("quality", models.CharField(blank=True, max_length=20, verbose_name="qualità")),
                ("throughput", models.CharField(blank=True, max_length=40, verbose_name="velocità")),
                ("name_status", models.CharField(blank=True, max_length=40, verbose_name="stato del nome")),
                ("verified_name", models.CharField(blank=True, max_length=200, verbose_name="nome")),
                ("display_number", models.CharField(blank=True, max_length=40, verbose_name="numero")),
                ("status", models.CharField(blank=True, max_length=40, verbose_name="collegamento")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="chiave accettata il")),
                ("refused_at", models.DateTimeField(null=True, verbose_name="chiave rifiutata il")),
                ("refusal_code", models.IntegerField(null=True, verbose_name="codice del rifiuto")),
                (
                    "token_read_at",
                    models.DateTimeField(null=True, verbose_name="scadenza della chiave letta il"),
                ),
                ("token_expires_at", models.DateTimeField(null=True, verbose_name="la chiave scade il")),
                (
                    "data_access_expires_at",
                    models.DateTimeField(null=True, verbose_name="l'accesso ai dati finisce il"),
                ),
                (
                    "token_lacks",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="permessi che mancano alla chiave"
                    ),
                ),
                ("leaving", models.JSONField(default=list, editable=False)),
                ("leaving_at", models.DateTimeField(editable=False, null=True)),
                ("checked_at", models.DateTimeField(null=True, verbose_name="letto il")),
            ],
            options={
                "verbose_name": "stato del numero",
                "verbose_name_plural": "stato del numero",
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
            name="OpenDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_drafts",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chi",
                    ),
                ),
                ("seen_at", models.DateTimeField(db_index=True, verbose_name="ultimo segno")),
            ],
            options={
                "verbose_name": "bozza aperta",
                "verbose_name_plural": "bozze aperte",
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "user"), name="open_draft_once_per_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("utility", "servizio pubblico (utility)"),
                            ("marketing", "promozionale (marketing)"),
                            ("service", "nella finestra di 24 ore (service)"),
                        ],
                        max_length=12,
                        verbose_name="categoria",
                    ),
                ),
                (
                    "market",
                    models.CharField(
                        default="IT",
                        help_text="Quello del prefisso di chi riceve: IT per il +39.",
                        max_length=2,
                        verbose_name="Paese",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Per ogni messaggio consegnato, come nel listino di Meta: per esempio 0,0300.",
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="prezzo di un messaggio",
                    ),
                ),
                (
                    "currency",
                    models.CharField(default="USD", editable=False, max_length=3, verbose_name="valuta"),
                ),
                (
                    "free_each_month",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Messaggi che Meta non fa pagare, ogni mese.",
                        verbose_name="gratuiti ogni mese",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="Il primo giorno in cui Meta lo applica.", verbose_name="vale dal"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Dove lo hai letto: la pagina di Meta e la sua data.",
                        max_length=200,
                        verbose_name="fonte",
                    ),
                ),
            ],
            options={
                "verbose_name": "prezzo",
                "verbose_name_plural": "prezzi",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="price_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="RateLimiter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("next_slot", models.FloatField(default=0)),
                ("share", models.FloatField(default=1.0)),
                ("slowed_at", models.FloatField(default=0)),
                ("next_answer", models.FloatField(default=0)),
                ("written_at", models.FloatField(default=0)),
            ],
            options={
                "verbose_name": "rubinetto",
                "verbose_name_plural": "rubinetto",
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
            name="ServiceMessage",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="service",
                        serialize=False,
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.servicetext",
                        verbose_name="testo",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.servicetext",
                        verbose_name="informativa",
                    ),
                ),
                ("as_of", models.DateTimeField(null=True, verbose_name="a chi tocca dal")),
                ("told", models.PositiveIntegerField(db_default=0, default=0, verbose_name="nel registro")),
                ("details", models.JSONField(default=dict, verbose_name="dati dell'avviso")),
            ],
            options={
                "verbose_name": "avviso sul servizio",
                "verbose_name_plural": "avvisi sul servizio",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_of__isnull", True), ("notice__isnull", True)),
                            models.Q(("as_of__isnull", False), ("notice__isnull", False)),
                            _connector="OR",
                        ),
                        name="service_message_notice_with_its_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrialNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="di chi",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        help_text="Il tuo: per esempio 335 1234567.", max_length=16, verbose_name="numero"
                    ),
                ),
                ("code", models.CharField(blank=True, editable=False, max_length=6)),
                ("code_asked_at", models.DateTimeField(editable=False)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "verified_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="verificato il"),
                ),
                ("wrote_at", models.DateTimeField(editable=False, null=True)),
                ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="ultima prova")),
            ],
            options={
                "verbose_name": "numero di prova",
                "verbose_name_plural": "numeri di prova",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=["phone"],
                        name="trial_number_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "phone"), name="one_trial_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trials",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "number",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="broadcasts.trialnumber",
                        verbose_name="numero di prova",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="da chi",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("template", "con il modello, come a quasi tutti"),
                            ("free", "libera, come a chi ha scritto nelle ultime 24 ore"),
                        ],
                        default="template",
                        max_length=10,
                        verbose_name="forma",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "In coda"),
                            ("sending", "In partenza"),
                            ("uncertain", "Esito incerto"),
                            ("accepted", "Presa in carico"),
                            ("sent", "Inviata"),
                            ("delivered", "Consegnata"),
                            ("read", "Letta"),
                            ("failed", "Non riuscita"),
                            ("skipped", "Saltata"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                ("asked_at", models.DateTimeField(verbose_name="chiesta")),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="partita")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="ultima notizia")),
            ],
            options={
                "verbose_name": "prova",
                "verbose_name_plural": "prove",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "sending"])),
                        fields=["status"],
                        name="trial_unfinished",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                ("delivery_number", models.PositiveBigIntegerField(verbose_name="consegna")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mostrato a",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="quando")),
                ("reason", models.CharField(max_length=200, verbose_name="motivo")),
            ],
            options={
                "verbose_name": "numero mostrato",
                "verbose_name_plural": "numeri mostrati",
                "ordering": ["-pk"],
            },
        ),
    ]

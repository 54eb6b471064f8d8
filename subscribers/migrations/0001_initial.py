"""The tables of the subscribers, their register of consents, and the answers that wait to leave."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="testo")),
                ("version", models.PositiveIntegerField(verbose_name="versione")),
                ("body", models.TextField(verbose_name="contenuto")),
                ("in_force_from", models.DateTimeField(verbose_name="in vigore dal")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="impronta")),
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
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="In breve, per chi leggerà la storia di questo testo.",
                        max_length=200,
                        verbose_name="che cosa cambia",
                    ),
                ),
            ],
            options={
                "verbose_name": "testo del servizio",
                "verbose_name_plural": "testi del servizio",
                "ordering": ["key", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="one_text_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(unique=True, verbose_name="numero")),
                ("event_id", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="evento")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opt_in", "Iscrizione"),
                            ("opt_in_pending", "Iscrizione da confermare"),
                            ("opt_out", "Cancellazione"),
                            ("topics_changed", "Argomenti cambiati"),
                            ("reconfirmed", "Iscrizione confermata di nuovo"),
                            ("notice_sent", "Avviso consegnato"),
                            ("preference_stop", "Stop dalle impostazioni di WhatsApp"),
                            ("preference_resume", "Ripresa dalle impostazioni di WhatsApp"),
                            ("staff_opt_out", "Cancellazione fatta dall'ufficio"),
                            ("imported", "Iscrizione importata"),
                            ("number_changed", "Numero cambiato"),
                            ("erased", "Dati cancellati"),
                        ],
                        max_length=20,
                        verbose_name="che cosa",
                    ),
                ),
                (
                    "pseudonym",
                    models.CharField(blank=True, db_index=True, max_length=64, verbose_name="pseudonimo"),
                ),
                ("at_whatsapp", models.DateTimeField(verbose_name="ora del messaggio")),
                ("recorded_at", models.DateTimeField(verbose_name="ora di registrazione")),
                (
                    "took_effect",
                    models.BooleanField(
                        default=True,
                        help_text="No, se nel frattempo era arrivato un messaggio più recente.",
                        verbose_name="ha avuto effetto",
                    ),
                ),
                (
                    "message_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="impronta del messaggio"),
                ),
                ("words", models.CharField(blank=True, max_length=100, verbose_name="parole scritte")),
                ("rule", models.CharField(blank=True, max_length=40, verbose_name="regola")),
                (
                    "rule_version",
                    models.CharField(blank=True, max_length=20, verbose_name="versione delle regole"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("keyword", "Parola scritta"),
                            ("button", "Pulsante"),
                            ("desk", "Sportello"),
                            ("paper", "Modulo cartaceo"),
                            ("pec", "PEC"),
                            ("system", "Sistema"),
                        ],
                        max_length=12,
                        verbose_name="canale",
                    ),
                ),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="argomenti")),
                (
                    "announcement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.servicetext",
                        verbose_name="annuncio",
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
                (
                    "confirmation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.servicetext",
                        verbose_name="conferma",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="operatore",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                ("erases", models.JSONField(blank=True, default=dict, verbose_name="eventi svuotati")),
                ("content_salt", models.CharField(blank=True, max_length=32)),
                ("content_digest", models.CharField(max_length=64)),
                ("subject_salt", models.CharField(blank=True, max_length=32)),
                ("subject_digest", models.CharField(max_length=64)),
                (
                    "previous_hash",
                    models.CharField(max_length=64, verbose_name="impronta dell'evento precedente"),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="impronta")),
                (
                    "content_erased_by",
                    models.PositiveBigIntegerField(null=True, verbose_name="contenuto svuotato dall'evento"),
                ),
                (
                    "subject_erased_by",
                    models.PositiveBigIntegerField(null=True, verbose_name="pseudonimo svuotato dall'evento"),
                ),
            ],
            options={
                "verbose_name": "evento di consenso",
                "verbose_name_plural": "registro dei consensi",
                "ordering": ["-sequence"],
                "permissions": [
                    ("export_consentrecord", "Può esportare il registro dei consensi"),
                    ("export_numbers", "Può esportare i numeri in chiaro"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("message_digest", ""), _negated=True),
                        fields=("message_digest",),
                        name="one_record_per_message",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=100, verbose_name="file")),
                (
                    "note",
                    models.CharField(
                        help_text="Per esempio: moduli raccolti allo sportello a ottobre.",
                        max_length=200,
                        verbose_name="da dove viene",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="caricata da",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="caricata il")),
                ("count", models.PositiveIntegerField(verbose_name="persone")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Da confermare"),
                            ("confirmed", "Confermata"),
                            ("refused", "Respinta"),
                            ("expired", "Scaduta"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decisa da",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decisa il")),
            ],
            options={
                "verbose_name": "importazione",
                "verbose_name_plural": "importazioni di iscritti",
                "ordering": ["-pk"],
                "permissions": [
                    ("import_subscriber", "Può caricare un elenco di iscritti"),
                    ("confirm_import", "Può confermare un elenco caricato da altri"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="subscribers.importbatch",
                        verbose_name="importazione",
                    ),
                ),
                ("phone", models.CharField(max_length=16, verbose_name="numero")),
                ("agreed_at", models.DateTimeField(verbose_name="data del consenso")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("keyword", "Parola scritta"),
                            ("button", "Pulsante"),
                            ("desk", "Sportello"),
                            ("paper", "Modulo cartaceo"),
                            ("pec", "PEC"),
                            ("system", "Sistema"),
                        ],
                        max_length=12,
                        verbose_name="canale",
                    ),
                ),
                ("reference", models.CharField(max_length=200, verbose_name="riferimento della prova")),
            ],
            options={
                "verbose_name": "persona da iscrivere",
                "verbose_name_plural": "persone da iscrivere",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "phone"), name="one_import_row_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="iniziata")),
                ("finished_at", models.DateTimeField(verbose_name="finita")),
                ("count", models.PositiveBigIntegerField(verbose_name="eventi")),
                ("problems", models.PositiveIntegerField(verbose_name="problemi")),
                ("findings", models.JSONField(default=list, verbose_name="che cosa")),
            ],
            options={
                "verbose_name": "verifica del registro",
                "verbose_name_plural": "verifiche del registro",
                "ordering": ["-pk"],
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="RegisterExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "Excel (XLSX)")],
                        default="csv",
                        max_length=4,
                        verbose_name="formato",
                    ),
                ),
                ("filters", models.JSONField(default=dict, verbose_name="filtri")),
                ("with_numbers", models.BooleanField(default=False, verbose_name="con i numeri in chiaro")),
                ("reason", models.CharField(max_length=200, verbose_name="perché")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chiesta da",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="chiesta il")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "In coda"),
                            ("running", "In corso"),
                            ("done", "Pronta"),
                            ("failed", "Non riuscita"),
                            ("discarded", "File eliminato"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="eventi")),
                ("done", models.PositiveBigIntegerField(default=0, verbose_name="eventi scritti")),
                ("started_at", models.DateTimeField(null=True, verbose_name="iniziata")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finita")),
                ("file", models.FileField(blank=True, upload_to="exports/%Y/%m/", verbose_name="file")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="impronta del file")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="byte")),
                (
                    "head_sequence",
                    models.PositiveBigIntegerField(default=0, verbose_name="registro fino all'evento"),
                ),
                (
                    "head_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="impronta della catena"),
                ),
                ("problem", models.CharField(blank=True, max_length=200, verbose_name="problema")),
            ],
            options={
                "verbose_name": "esportazione",
                "verbose_name_plural": "esportazioni del registro",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "queued")), fields=["id"], name="register_export_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "verbose_name": "fine del registro",
                "verbose_name_plural": "fine del registro",
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="subscribers.servicetext",
                        verbose_name="testo",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="subscribers.consentrecord",
                        verbose_name="conferma di",
                    ),
                ),
                ("pseudonym", models.CharField(max_length=64, verbose_name="pseudonimo")),
                ("phone", models.CharField(blank=True, max_length=16, verbose_name="numero")),
                (
                    "bsuid",
                    models.CharField(blank=True, max_length=255, verbose_name="identificativo WhatsApp"),
                ),
                ("content", models.JSONField(blank=True, default=dict, verbose_name="contenuto")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "In coda"),
                            ("sending", "In invio"),
                            ("sent", "Inviata"),
                            ("delivered", "Consegnata"),
                            ("uncertain", "Esito incerto"),
                            ("failed", "Non riuscita"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="tentativi")),
                ("created_at", models.DateTimeField(verbose_name="creata")),
                ("not_before", models.DateTimeField(verbose_name="non prima di")),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="presa in carico")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="inviata")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="consegnata")),
                ("error_code", models.IntegerField(null=True, verbose_name="codice di errore")),
            ],
            options={
                "verbose_name": "risposta automatica",
                "verbose_name_plural": "risposte automatiche",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("consent__isnull", True), ("status", "queued")),
                        fields=["id"],
                        name="reply_queued",
                    ),
                    models.Index(
                        condition=models.Q(("consent__isnull", False), ("status", "queued")),
                        fields=["id"],
                        name="reply_confirming_queued",
                    ),
                    models.Index(
                        condition=models.Q(("consent__isnull", False)),
                        fields=["consent"],
                        name="reply_confirming",
                    ),
                    models.Index(
                        condition=models.Q(("status", "sending")),
                        fields=["claimed_at"],
                        name="reply_in_flight",
                    ),
                    models.Index(fields=["pseudonym", "created_at"], name="reply_recent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(verbose_name="fino all'evento")),
                ("hash", models.CharField(max_length=64, verbose_name="impronta")),
                ("count", models.PositiveBigIntegerField(verbose_name="eventi")),
                ("sealed_at", models.DateTimeField(verbose_name="apposto")),
            ],
            options={
                "verbose_name": "sigillo",
                "verbose_name_plural": "sigilli",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SealLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="subscribers.seal",
                        verbose_name="sigillo",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="mandato il")),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mandato da",
                    ),
                ),
            ],
            options={
                "verbose_name": "sigillo mandato al protocollo",
                "verbose_name_plural": "sigilli mandati al protocollo",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SeenMessage",
            fields=[
                (
                    "digest",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="impronta"
                    ),
                ),
                ("seen_at", models.DateTimeField(db_index=True, verbose_name="visto")),
            ],
            options={
                "verbose_name": "messaggio già visto",
                "verbose_name_plural": "messaggi già visti",
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=24, unique=True, verbose_name="nome")),
                ("description", models.CharField(blank=True, max_length=72, verbose_name="descrizione")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posizione")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Un argomento non attivo non si può scegliere né usare.",
                        verbose_name="attivo",
                    ),
                ),
                (
                    "is_alert",
                    models.BooleanField(
                        default=False,
                        help_text="Chi scrive un messaggio su questo argomento è avvisato se non dice un giorno preciso.",
                        verbose_name="argomento di allerta",
                    ),
                ),
            ],
            options={
                "verbose_name": "argomento",
                "verbose_name_plural": "argomenti",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
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
                        choices=[("subscribed", "Iscritto"), ("left", "Cancellato")],
                        editable=False,
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                ("phone", models.CharField(blank=True, editable=False, max_length=16, verbose_name="numero")),
                (
                    "bsuid",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="identificativo WhatsApp"
                    ),
                ),
                (
                    "phone_pseudonym",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="pseudonimo del numero"
                    ),
                ),
                (
                    "bsuid_pseudonym",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="pseudonimo dell'identificativo",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="subscribers.subscriber",
                        verbose_name="unito a",
                    ),
                ),
                (
                    "moved_to",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subscribers.subscriber",
                        verbose_name="numero di prima di",
                    ),
                ),
                (
                    "follows_all",
                    models.BooleanField(default=True, editable=False, verbose_name="tutti gli argomenti"),
                ),
                (
                    "subscribed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="iscritto dal"),
                ),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="cancellato dal"
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, verbose_name="ultima scelta")),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="conferma chiesta"
                    ),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="numero cambiato"
                    ),
                ),
                (
                    "last_message_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ultimo messaggio"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ultima conferma"
                    ),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ultimo promemoria"
                    ),
                ),
                (
                    "told_notice",
                    models.PositiveIntegerField(
                        db_default=0,
                        default=0,
                        editable=False,
                        verbose_name="versione dell'informativa comunicata",
                    ),
                ),
                (
                    "undelivered",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="messaggi non recapitati di seguito"
                    ),
                ),
                (
                    "unreachable_since",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="irraggiungibile dal"
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        editable=False,
                        related_name="followers",
                        to="subscribers.topic",
                        verbose_name="argomenti scelti",
                    ),
                ),
            ],
            options={
                "verbose_name": "iscritto",
                "verbose_name_plural": "iscritti",
                "permissions": [("remove_subscriber", "Può togliere un iscritto dal servizio")],
                "indexes": [
                    models.Index(fields=["status", "id"], name="subscriber_by_status"),
                    models.Index(
                        condition=models.Q(("unreachable_since__isnull", False)),
                        fields=["id"],
                        name="subscriber_unreachable",
                    ),
                    models.Index(fields=["subscribed_at"], name="subscriber_joined"),
                    models.Index(fields=["left_at"], name="subscriber_left"),
                    models.Index(
                        condition=models.Q(("asked_at__isnull", False), ("status", "left")),
                        fields=["asked_at"],
                        name="subscriber_unconfirmed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("phone", ""), _negated=True),
                        fields=("phone",),
                        name="subscriber_one_phone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("bsuid", ""), _negated=True),
                        fields=("bsuid",),
                        name="subscriber_one_bsuid",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("phone_pseudonym", ""), _negated=True),
                        fields=("phone_pseudonym",),
                        name="subscriber_one_phone_pseudonym",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("bsuid_pseudonym", ""), _negated=True),
                        fields=("bsuid_pseudonym",),
                        name="subscriber_one_bsuid_pseudonym",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bsuid", ""), ("phone", ""), ("status", "left")),
                            models.Q(
                                models.Q(("status", "subscribed")),
                                models.Q(
                                    models.Q(("phone", ""), _negated=True),
                                    models.Q(("bsuid", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="subscriber_in_clear_only_while_subscribed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone_pseudonym", ""), _negated=True),
                            models.Q(("bsuid_pseudonym", ""), _negated=True),
                            ("merged_into__isnull", False),
                            _connector="OR",
                        ),
                        name="subscriber_has_a_pseudonym",
                    ),
                ],
            },
        ),
    ]

# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
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
            ],
            options={
                "verbose_name": "argomento",
                "verbose_name_plural": "argomenti",
                "ordering": ["position", "name"],
            },
        ),
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
                ("event_id", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="evento")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opt_in", "Iscrizione"),
                            ("opt_out", "Cancellazione"),
                            ("topics_changed", "Argomenti cambiati"),
                            ("preference_stop", "Stop dalle impostazioni di WhatsApp"),
                            ("preference_resume", "Ripresa dalle impostazioni di WhatsApp"),
                            ("number_changed", "Numero cambiato"),
                        ],
                        max_length=20,
                        verbose_name="che cosa",
                    ),
                ),
                ("pseudonym", models.CharField(db_index=True, max_length=64, verbose_name="pseudonimo")),
                ("at_whatsapp", models.DateTimeField(verbose_name="ora di WhatsApp")),
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
                            ("system", "WhatsApp"),
                        ],
                        max_length=12,
                        verbose_name="canale",
                    ),
                ),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="argomenti")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
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
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.servicetext",
                        verbose_name="informativa",
                    ),
                ),
            ],
            options={
                "verbose_name": "evento di consenso",
                "verbose_name_plural": "registro dei consensi",
                "ordering": ["-pk"],
                "permissions": [("export_consentrecord", "Può esportare il registro dei consensi")],
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
                    "last_message_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ultimo messaggio"
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
                (
                    "consent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="subscribers.consentrecord",
                        verbose_name="conferma di",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="subscribers.servicetext",
                        verbose_name="testo",
                    ),
                ),
            ],
            options={
                "verbose_name": "risposta automatica",
                "verbose_name_plural": "risposte automatiche",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "queued")), fields=["not_before"], name="reply_due"
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
        migrations.AddConstraint(
            model_name="consentrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message_digest", ""), _negated=True),
                fields=("message_digest",),
                name="one_record_per_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phone", ""), _negated=True),
                fields=("phone",),
                name="subscriber_one_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bsuid", ""), _negated=True),
                fields=("bsuid",),
                name="subscriber_one_bsuid",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phone_pseudonym", ""), _negated=True),
                fields=("phone_pseudonym",),
                name="subscriber_one_phone_pseudonym",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bsuid_pseudonym", ""), _negated=True),
                fields=("bsuid_pseudonym",),
                name="subscriber_one_bsuid_pseudonym",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phone_pseudonym", ""), _negated=True),
                    models.Q(("bsuid_pseudonym", ""), _negated=True),
                    ("merged_into__isnull", False),
                    _connector="OR",
                ),
                name="subscriber_has_a_pseudonym",
            ),
        ),
    ]
